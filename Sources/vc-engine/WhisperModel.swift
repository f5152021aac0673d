// SPDX-License-Identifier: MIT-0

import CWhisper
import Glibc
import Synchronization

/// A decoding that nobody needs any more: set from any thread, asked by whisper.cpp as it computes.
package final class Abortion: Sendable {
    private let isSet = Atomic(false)

    package init() {}

    package var isWanted: Bool { isSet.load(ordering: .relaxed) }

    package func demand() { isSet.store(true, ordering: .relaxed) }
}

/// Owns a `whisper_context`: a Whisper model, loaded once.
///
/// A context decodes one piece of audio at a time: the lock is held while it does.
package final class WhisperModel: Sendable {
    /// Below this mean log-probability of its tokens (nats) a text is a guess, not speech.
    static let leastLogProbability: Float = -1

    private let context: Mutex<OpaquePointer>
    private let language: String
    private let threads: Int32

    /// Loads a ggml file. `language` is `auto` or a code that whisper.cpp knows (`en`, `de`).
    package init(path: String, language: String, threads: Int) throws {
        try GGMLFile.check(path)
        whisper_log_set(discardLog, nil)
        guard language == "auto" || whisper_lang_id(language) >= 0 else {
            throw EngineError.unknownLanguage(language)
        }
        var parameters = whisper_context_default_params()
        parameters.use_gpu = false
        parameters.flash_attn = true
        guard let pointer = whisper_init_from_file_with_params(path, parameters) else {
            throw EngineError.brokenModel(path, reason: "whisper.cpp refuses it")
        }
        guard language == "auto" || language == "en" || whisper_is_multilingual(pointer) != 0 else {
            whisper_free(pointer)
            throw EngineError.unknownLanguage(language)
        }
        self.language = language
        self.threads = Int32(threads)
        context = Mutex(pointer)
    }

    deinit { context.withLock { whisper_free($0) } }

    /// Decodes at most 30 s of 16 kHz mono samples; blocks for as long as that takes.
    /// - Returns: nil where nothing was said, or `abortion` was demanded.
    package func transcript(of samples: [Int16], unless abortion: Abortion) throws -> Transcript? {
        guard AudibleSpeech.isPossible(in: samples) else { return nil }
        let audio = samples.map { Float($0) / 32768 }
        return try context.withLock { context in
            let size = DecodingSize(frames: samples.count)
            var pass = try decode(audio, size, context, abortion)
            if let first = pass, first.tokens >= size.mostTokens || !first.isLikely {
                // The short context has made it loop or guess: once more with the whole one.
                pass = try decode(audio, size.whole, context, abortion)
            }
            guard let pass, pass.isLikely, pass.tokens < size.mostTokens else { return nil }
            return Transcript(raw: pass.text, language: pass.language)
        }
    }

    /// One decoding; nil if it was aborted.
    private func decode(
        _ audio: [Float], _ size: DecodingSize, _ context: OpaquePointer, _ abortion: Abortion
    ) throws -> Pass? {
        var parameters = whisper_full_default_params(WHISPER_SAMPLING_GREEDY)
        parameters.n_threads = threads
        parameters.print_progress = false
        parameters.print_realtime = false
        parameters.print_timestamps = false
        parameters.no_context = true
        parameters.no_timestamps = true
        parameters.single_segment = true
        parameters.suppress_nst = true
        parameters.temperature_inc = 0
        parameters.greedy.best_of = 1
        parameters.max_tokens = Int32(size.mostTokens)
        parameters.audio_ctx = Int32(size.context)
        parameters.abort_callback = isAborted
        parameters.abort_callback_user_data = Unmanaged.passUnretained(abortion).toOpaque()
        let code = language.withCString { language in
            parameters.language = language
            return whisper_full(context, parameters, audio, Int32(audio.count))
        }
        if abortion.isWanted { return nil }
        guard code == 0 else { throw EngineError.decodingFailed(code: code) }
        return Pass(context)
    }
}

/// How much whisper.cpp may spend on a piece of audio. All figures were found by trial: a shorter
/// context, or no cap on tokens, makes it loop.
struct DecodingSize: Equatable {
    /// Encoder positions, 20 ms each; 0 is the whole 30 s.
    let context: Int
    /// More text than that is a loop.
    let mostTokens: Int

    init(frames: Int) {
        let seconds = Double(frames) / 16_000
        context = min(max(Int((seconds * 50).rounded(.up)) + 128, 512), 1500)
        mostTokens = Int((seconds * 6).rounded(.up)) + 8
    }

    private init(context: Int, mostTokens: Int) {
        self.context = context
        self.mostTokens = mostTokens
    }

    var whole: DecodingSize { DecodingSize(context: 0, mostTokens: mostTokens) }
}

/// What one decoding has left in the context.
private struct Pass {
    let text: String
    let language: String
    let tokens: Int
    let isLikely: Bool

    init(_ context: OpaquePointer) {
        var bytes: [UInt8] = []
        var tokens = 0
        var sum: Float = 0
        for segment in 0..<whisper_full_n_segments(context) {
            if let text = whisper_full_get_segment_text(context, segment) {
                bytes += UnsafeRawBufferPointer(start: text, count: strlen(text))
            }
            for token in 0..<whisper_full_n_tokens(context, segment) {
                tokens += 1
                sum += log(max(whisper_full_get_token_p(context, segment, token), 1e-9))
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
        language = whisper_lang_str(whisper_full_lang_id(context)).map { String(cString: $0) } ?? ""
        self.tokens = tokens
        isLikely = tokens == 0 || sum / Float(tokens) >= WhisperModel.leastLogProbability
    }
}

private func isAborted(_ context: UnsafeMutableRawPointer?) -> Bool {
    guard let context else { return false }
    return Unmanaged<Abortion>.fromOpaque(context).takeUnretainedValue().isWanted
}

private func discardLog(
    _ level: ggml_log_level, _ text: UnsafePointer<CChar>?, _ context: UnsafeMutableRawPointer?
) {}
