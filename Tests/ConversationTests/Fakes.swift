// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Reporting
import Synchronization
import Waveform

@testable import Conversation

/// Frames of value 1 are voice, all others are not.
struct Ones: VoiceActivity {
    mutating func isSpeech(_ frame: some Collection<Int16>) -> Bool { frame.first == 1 }
}

/// A clock that nobody has to wait for: who sleeps on it sets it forward.
final class QuickClock: TalkClock {
    private let time = Mutex(Duration.seconds(1000))

    func now() -> Duration { time.withLock { $0 } }

    func sleep(until time: Duration) async throws {
        await Task.yield()
        try Task.checkCancellation()
        self.time.withLock { $0 = max($0, time) }
    }

    func advance(by duration: Duration) -> Duration {
        time.withLock {
            $0 += duration
            return $0
        }
    }
}

/// A recording: each word is half a second of voice and a second of silence.
struct Words: AudioSource {
    let count: Int
    let clock: QuickClock
    let isLive = false

    func capture(into output: Channel<AudioChunk>) async throws {
        for _ in 0..<count {
            for period in 0..<75 {
                let sample: Int16 = period < 25 ? 1 : 0
                let samples = [Int16](repeating: sample, count: PipelineAudio.period)
                let time = clock.advance(by: .milliseconds(20))
                try await output.send(AudioChunk(samples, capturedAt: time))
            }
        }
    }
}

/// Hears `turn N.` in the Nth turn.
struct Counting: Transcriber {
    func transcribe(
        _ input: Channel<TranscriberInput>, into output: Channel<TranscriptEvent>
    ) async throws {
        var turn = 1
        for try await element in input {
            switch element {
            case .speechPaused: try await output.send(.partial(Transcript("turn \(turn).")))
            case .turnEnded:
                try await output.send(.final(Transcript("turn \(turn).")))
                try await output.send(.turnDone)
                turn += 1
            default: break
            }
        }
    }
}

/// Answers `one two three four.` and so on, a sentence for each turn that it was told; keeps what it
/// was asked.
actor Echo: LanguageModel {
    struct Failure: ReportableError {
        let description = "no idea"
        let status = ExitStatus.unavailable
    }

    private(set) var requests: [ReplyRequest] = []
    /// How many summaries it was asked for.
    private(set) var summaries = 0
    private let failing: Set<Int>
    private let summary: String?
    private let isBlind: Bool
    private let never = Channel<Bool>(capacity: 1)

    /// - Parameters:
    ///   - failing: the numbers of the turns that it can't answer.
    ///   - summary: what it has to say where a summary is asked for; nil: it never comes to an end.
    ///   - isBlind: whether it can't be shown anything.
    init(failing: Set<Int> = [], summary: String? = "", isBlind: Bool = false) {
        self.failing = failing
        self.summary = summary
        self.isBlind = isBlind
    }

    nonisolated func check(_ kind: Attachment.Kind) throws {
        if isBlind { throw AttachmentError.notTaken(kind, by: "Echo") }
    }

    func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        if request.system?.contains("memory of a conversation") == true {
            summaries += 1
            guard let summary else {
                _ = try await never.receive()
                return
            }
            try await output.send(.text(summary))
            try await output.send(.finished(.complete, nil))
            return
        }
        requests.append(request)
        let number = requests.count
        try await output.send(.text("Answer \(number) "))
        if failing.contains(number) { throw Failure() }
        try await output.send(.text("is this. It has two sentences.\n"))
        try await output.send(.finished(.complete, nil))
    }
}

/// Keeps what is to be remembered, a line each.
final class Notebook: Remembering {
    private let lines = Mutex<[String]>([])

    var notes: [String] { lines.withLock { $0 } }

    func keep(_ exchange: Exchange) {
        lines.withLock { $0.append("\(exchange.number) \(exchange.turn) > \(exchange.reply)") }
    }

    func keep(summary: String, before end: Int) {
        lines.withLock { $0.append("summary before \(end): \(summary)") }
    }
}

/// A thousand frames for each word.
struct Syllables: Synthesizer {
    func voices() async throws -> [Voice] { [] }

    func synthesize(
        _ pieces: Channel<String>, into output: Channel<SpeechEvent>
    ) async throws {
        for try await piece in pieces {
            for _ in piece.split(separator: " ") {
                try await output.send(.audio([Int16](repeating: 700, count: 1000), text: piece))
            }
            try await output.send(.pieceEnded(text: piece))
        }
    }
}

/// A loudspeaker whose time stands still after `limit` frames of each answer, until it is cut.
actor Stage: AudioSink {
    private(set) var playedFrames = 0
    private(set) var cuts = 0
    private var queued = 0
    private var left: Int
    private let limit: Int
    /// An element each time that it stands still.
    let stuck = Channel<Bool>(capacity: 8)
    private let never = Channel<Bool>(capacity: 1)

    init(limit: Int = .max) {
        self.limit = limit
        left = limit
    }

    func play(_ samples: [Int16]) async throws {
        let heard = min(left, samples.count)
        left -= heard
        playedFrames += heard
        queued += samples.count - heard
        guard queued > 0 else { return }
        stuck.trySend(true)
        _ = try await never.receive()
    }

    func drain() async throws { left = limit }

    func cut() async throws -> Int {
        defer {
            queued = 0
            left = limit
            cuts += 1
        }
        return queued
    }

    func close() async throws {}
    func setGain(_ gain: Float) {}
}

/// A report, in a word.
func shorthand(_ report: Report) -> String? {
    switch report {
    case .listening: "listening"
    case .turn(let text): "you: \(text)"
    case .answered(let text, let heard, let interrupted):
        interrupted ? "cut: \(heard)" : "ai: \(text.dropLast())"
    case .failed(let error): "failed: \(error)"
    default: nil
    }
}
