// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization
import Testing
import Waveform

@testable import Conversation

/// Testing has one of its own.
private typealias Attachment = Dialogue.Attachment

/// What is shown with turns, and who speaks in which language.
@Suite(.timeLimit(.minutes(5)))
struct ShowingTests {
    private let clock = QuickClock()
    private let image: Attachment

    init() throws { image = try Attachment("a.gif", Array("GIF89a\u{1}\0\u{1}\0;".utf8)) }

    private func conversation(
        _ model: Echo, turns: Int = 3, showing: [Attachment] = [],
        _ transcriber: any Transcriber = Counting(), _ synthesizer: any Synthesizer = Syllables()
    ) -> Conversation {
        Conversation(
            Parties(
                source: Words(count: turns, clock: clock), sink: Stage(),
                hearing: PlainHearing(Ones()), transcriber: transcriber, model: model,
                synthesizer: synthesizer),
            history: History(), showing: showing, options: GenerationOptions(),
            rules: TurnTaking.Rules(), wantsBargeIn: false, clock: clock)
    }

    private func hold(
        _ conversation: Conversation, _ watch: (Report) -> Void = { _ in }
    ) async throws {
        try await withChannel(of: Report.self, capacity: 1) { reports in
            try await conversation.run(into: reports)
        } consume: { reports in
            for try await report in reports { watch(report) }
        }
    }

    /// The attachments of the user's turns in the last request.
    private func shown(_ model: Echo) async -> [[Attachment]] {
        await model.requests.last?.messages.filter { $0.role == .user }.map(\.attachments) ?? []
    }

    @Test(arguments: 0..<20)
    func `what is given at the start goes with the first turn, and stays`(round: Int) async throws {
        let model = Echo()
        try await hold(conversation(model, showing: [image]))
        #expect(await shown(model) == [[image], [], []])
        #expect(await model.requests.first?.messages.map(\.attachments) == [[image]])
    }

    @Test(arguments: 0..<20)
    func `what comes during an answer goes with the next turn`(round: Int) async throws {
        let model = Echo()
        let talk = conversation(model)
        var reports: [String] = []
        var hasShown = false
        try await hold(talk) { report in
            switch report {
            case .replyText where !hasShown:
                hasShown = true
                talk.show(.success(image))
            case .shown(let attachment): reports.append("shown \(attachment.name)")
            case .notShown(let error): reports.append("\(error)")
            default: break
            }
        }
        #expect(reports == ["shown a"])
        #expect(await shown(model) == [[], [image], []])
    }

    @Test func `what the model can't be shown is told, and the talk goes on`() async throws {
        let model = Echo(isBlind: true)
        let talk = conversation(model)
        var reports: [String] = []
        talk.show(.success(image))
        talk.show(.failure(AttachmentError.empty("x")))
        try await hold(talk) { report in
            if case .notShown(let error) = report { reports.append("\(error)") }
        }
        #expect(reports == ["Echo can't be shown images", "'x' is empty"])
        #expect(await shown(model) == [[], [], []])
    }

    @Test func `no more are laid ready than a request takes`() async throws {
        let model = Echo()
        let talk = conversation(model, turns: 1)
        var (taken, refused) = (0, 0)
        for _ in 0..<22 { talk.show(.success(image)) }
        try await hold(talk) { report in
            if case .shown = report { taken += 1 }
            if case .notShown = report { refused += 1 }
        }
        #expect((taken, refused) == (20, 2))
        #expect(await shown(model).map(\.count) == [20])
    }

    @Test(arguments: 0..<20)
    func `what a failed turn showed is shown with the next`(round: Int) async throws {
        let model = Echo(failing: [1])
        try await hold(conversation(model, showing: [image]))
        #expect(await shown(model) == [[image], []])
    }

    /// Hears another language in each turn.
    private struct Polyglot: Transcriber {
        let languages: [String?]

        func transcribe(
            _ input: Channel<TranscriberInput>, into output: Channel<TranscriptEvent>
        ) async throws {
            var turn = 0
            for try await element in input {
                let heard = Transcript(
                    "turn \(turn).", language: turn < languages.count ? languages[turn] : nil)
                switch element {
                case .speechPaused: try await output.send(.partial(heard))
                case .turnEnded:
                    try await output.send(.final(heard))
                    try await output.send(.turnDone)
                    turn += 1
                default: break
                }
            }
        }
    }

    /// Notes which voice speaks.
    private final class Voices: Synthesizer {
        private struct One: Synthesizer {
            let all: Voices
            let name: String

            func voices() async throws -> [Voice] { [] }

            func synthesize(
                _ pieces: Channel<String>, into output: Channel<SpeechEvent>
            ) async throws {
                all.spoken.withLock { $0.append(name) }
                try await Syllables().synthesize(pieces, into: output)
            }
        }

        let spoken = Mutex<[String]>([])

        func voices() async throws -> [Voice] { [] }
        func synthesize(
            _ pieces: Channel<String>, into output: Channel<SpeechEvent>
        ) async throws {}
        func speaking(_ language: Language?) -> any Synthesizer {
            One(all: self, name: language?.tag ?? "any")
        }
    }

    @Test(arguments: 0..<20)
    func `an answer's voice is that of its turn's language`(round: Int) async throws {
        let voices = Voices()
        let ear = Polyglot(languages: [nil, "zh-CN", "es", nil])
        try await hold(conversation(Echo(), turns: 4, ear, voices))
        #expect(voices.spoken.withLock { $0 } == ["any", "zh-CN", "es", "es"])
    }

    @Test func `goodbye is said in the language that was spoken`() throws {
        let german = try #require(Language("de-DE"))
        let farewell = Farewell(in: german, after: .seconds(1))
        #expect(farewell.text(in: nil) == Goodbye.text(in: german))
        #expect(farewell.text(in: Language("fr")).hasSuffix("Bonne journée !"))
        #expect(Farewell(text: "Bye.", after: .seconds(1)).text(in: german) == "Bye.")
        let taiwanese = try #require(Language("zh-TW"))
        #expect(
            Farewell(in: taiwanese, after: .seconds(1)).text(in: Language("zh"))
                == Goodbye.text(in: taiwanese))
    }
}
