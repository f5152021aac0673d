// SPDX-License-Identifier: MIT-0

import CSherpa
import Glibc
import Reporting
import Synchronization

/// Owns a `SherpaOnnxOfflineTts`: a Piper voice, loaded once. It speaks phonemes, not text.
///
/// The lock is held while it speaks: one sentence at a time.
package final class PiperVoice: Sendable {
    /// Hz.
    package let sampleRate: Int

    private let handle: Mutex<OpaquePointer>
    private let alphabet: Set<Unicode.Scalar>
    private let speed: Float

    /// Loads `model.onnx` and `tokens.txt` of a folder. `speed` 1 is the voice's own.
    package init(_ files: PiperFiles, speed: Double, threads: Int) throws {
        alphabet = files.alphabet
        self.speed = Float(speed)
        whileLoading.store(true, ordering: .relaxed)
        atexit(exitWithBadInput)
        defer { whileLoading.store(false, ordering: .relaxed) }
        let pointer = files.model.withCString { model in
            files.tokens.withCString { tokens in
                "cpu".withCString { provider in
                    var configuration = SherpaOnnxOfflineTtsConfig()
                    configuration.model.vits.model = model
                    configuration.model.vits.tokens = tokens
                    // The noise with which Piper voices were trained.
                    configuration.model.vits.noise_scale = 0.667
                    configuration.model.vits.noise_scale_w = 0.8
                    configuration.model.vits.length_scale = 1
                    configuration.model.num_threads = Int32(threads)
                    configuration.model.provider = provider
                    configuration.max_num_sentences = 1
                    return SherpaOnnxCreateOfflineTts(&configuration)
                }
            }
        }
        guard let pointer else {
            throw EngineError.brokenModel(files.model, reason: "sherpa-onnx refuses it")
        }
        sampleRate = Int(SherpaOnnxOfflineTtsSampleRate(pointer))
        handle = Mutex(pointer)
    }

    deinit { handle.withLock { SherpaOnnxDestroyOfflineTts($0) } }

    /// Speaks a sentence; blocks while it is computed. Samples are ±1 at `sampleRate`, mono.
    package func speak(_ sentence: PhonemeSentence) throws -> [Float] {
        let known = sentence.phonemes.unicodeScalars.filter { alphabet.contains($0) }
        guard !known.isEmpty else { return [] }
        let points = known.map { Int32($0.value) }
        var lengths = [Int32(points.count)]
        return try handle.withLock { handle in
            try points.withUnsafeBufferPointer { points in
                var configuration = SherpaOnnxGenerationConfig()
                configuration.speed = speed
                configuration.silence_scale = 1
                configuration.phoneme_codepoints = points.baseAddress
                return try withUnsafeMutablePointer(to: &lengths[0]) { lengths in
                    configuration.phoneme_codepoints_lens = UnsafePointer(lengths)
                    configuration.phoneme_codepoints_num_sentences = 1
                    guard
                        let audio = SherpaOnnxOfflineTtsGenerateWithConfig(
                            handle, "", &configuration, nil, nil)
                    else { throw EngineError.synthesisFailed }
                    defer { SherpaOnnxDestroyOfflineTtsGeneratedAudio(audio) }
                    let samples = UnsafeBufferPointer(
                        start: audio.pointee.samples, count: Int(audio.pointee.n))
                    return Array(samples)
                }
            }
        }
    }
}

/// sherpa-onnx calls `exit(-1)` for some of what it doesn't like in a model, having said why on
/// stderr. Then the process ends as for every other broken model.
private let whileLoading = Atomic(false)

private func exitWithBadInput() {
    if whileLoading.load(ordering: .relaxed) { _exit(ExitStatus.badInput.rawValue) }
}
