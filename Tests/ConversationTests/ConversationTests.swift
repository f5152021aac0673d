// SPDX-License-Identifier: MIT-0

import Channels
import Conversation
import Dialogue
import Testing
import Waveform

@Suite(.timeLimit(.minutes(5)))
struct ConversationTests {
    private let clock = QuickClock()

    private func conversation(
        _ source: some AudioSource, _ model: Echo, _ sink: Stage,
        _ synthesizer: any Synthesizer = Syllables(), _ transcriber: any Transcriber = Counting(),
        history: History = History(system: "Be brief."), memory: Notebook? = nil
    ) -> Conversation {
        Conversation(
            Parties(
                source: source, sink: sink, hearing: PlainHearing(Ones()),
                transcriber: transcriber, model: model, synthesizer: synthesizer),
            history: history, memory: memory, options: GenerationOptions(),
            rules: TurnTaking.Rules(), wantsBargeIn: false, clock: clock)
    }

    /// Holds the talk to its end, a slow reader's way if `capacity` is small.
    private func hold(
        _ conversation: Conversation, capacity: Int = 8,
        _ watch: (Report) async throws -> Void = { _ in }
    ) async throws -> [String] {
        var lines: [String] = []
        try await withChannel(of: Report.self, capacity: capacity) { reports in
            try await conversation.run(into: reports)
        } consume: { reports in
            for try await report in reports {
                if let line = shorthand(report) { lines.append(line) }
                try await watch(report)
            }
        }
        return lines
    }

    private func answer(_ number: Int) -> String {
        "ai: Answer \(number) is this. It has two sentences."
    }

    @Test(arguments: 0..<50)
    func `three turns are answered, then the recording is over`(round: Int) async throws {
        let (model, sink) = (Echo(), Stage())
        let lines = try await hold(
            conversation(Words(count: 3, clock: clock), model, sink), capacity: round % 4 + 1)
        #expect(
            lines == [
                "listening", "you: turn 1.", answer(1), "listening", "you: turn 2.", answer(2),
                "listening", "you: turn 3.", answer(3), "listening",
            ])
        #expect(await sink.playedFrames == 3 * 8000)
        let last = await model.requests.last
        #expect(last?.system == "Be brief.")
        #expect(last?.messages.map(\.text).count == 5)
    }

    @Test(arguments: 0..<50)
    func `an interruption cuts the sound, and what was heard is remembered`(round: Int)
        async throws
    {
        let (model, sink) = (Echo(), Stage(limit: 5500))
        let talk = conversation(Words(count: 3, clock: clock), model, sink)
        let lines = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await _ in sink.stuck { talk.interrupt() }
            }
            defer { group.cancelAll() }
            return try await hold(talk)
        }
        let cut = "cut: Answer 1 is this. It"
        #expect(lines.prefix(3) == ["listening", "you: turn 1.", cut])
        #expect(lines.filter { $0.hasPrefix("cut: ") }.count == 3)
        #expect(await sink.playedFrames == 3 * 5500)
        #expect(await sink.cuts == 3)
        let last = await model.requests.last
        #expect(
            last?.messages == [
                Message(.user, "turn 1."), Message(.assistant, "Answer 1 is this. It…"),
                Message(.user, "turn 2."), Message(.assistant, "Answer 2 is this. It…"),
                Message(.user, "turn 3."),
            ])
    }

    @Test(arguments: 0..<50)
    func `an interruption at any moment stops one answer at most`(round: Int) async throws {
        let (model, sink) = (Echo(), Stage())
        let talk = conversation(Words(count: 3, clock: clock), model, sink)
        var seen = 0
        let lines = try await hold(talk, capacity: 1) { _ in
            seen += 1
            if seen % (round % 7 + 2) == 0 { talk.interrupt() }
        }
        #expect(lines.filter { $0.hasPrefix("you: ") }.count == 3)
        #expect(lines.filter { $0.hasPrefix("ai: ") || $0.hasPrefix("cut: ") }.count == 3)
    }

    @Test func `a turn that can't be answered is reported, and the talk goes on`() async throws {
        let (model, sink) = (Echo(failing: [2]), Stage())
        let lines = try await hold(conversation(Words(count: 3, clock: clock), model, sink))
        #expect(
            lines.filter { $0 != "listening" } == [
                "you: turn 1.", answer(1), "you: turn 2.", "failed: no idea", "you: turn 3.",
                answer(3),
            ])
        // What was not answered is forgotten: the next request begins with whole pairs.
        let last = await model.requests.last
        #expect(last?.messages.map(\.text).contains("turn 2.") == false)
    }

    @Test func `what was heard is kept, a correction too`() async throws {
        let (sink, notebook) = (Stage(limit: 5500), Notebook())
        let talk = conversation(
            Words(count: 2, clock: clock), Echo(), sink, memory: notebook)
        _ = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await _ in sink.stuck { talk.interrupt() }
            }
            defer { group.cancelAll() }
            return try await hold(talk)
        }
        #expect(
            notebook.notes == [
                "0 turn 1. > Answer 1 is this. It…", "1 turn 2. > Answer 2 is this. It…",
            ])
    }

    @Test func `what was heard of the last answer is kept when it all ends`() async throws {
        let (sink, notebook) = (Stage(limit: 5500), Notebook())
        let talk = conversation(
            Words(count: 1, clock: clock), Echo(), sink, memory: notebook)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await hold(talk) }
            group.addTask { _ = try await sink.stuck.receive() }
            _ = try await group.next()
            group.cancelAll()
        }
        #expect(notebook.notes == ["0 turn 1. > Answer 1 is this. It…"])
    }

    @Test(arguments: 0..<20)
    func `what falls out is summarised when nobody waits for an answer`(round: Int) async throws {
        let (model, notebook) = (Echo(summary: "They counted."), Notebook())
        let talk = conversation(
            Words(count: 6, clock: clock), model, Stage(),
            history: History(system: "Be brief.", limit: .init(messages: 4)), memory: notebook)
        let lines = try await hold(talk)
        let answers = lines.filter { $0.hasPrefix("ai: ") }
        #expect(answers == (1...answers.count).map(answer))
        #expect(notebook.notes.filter { !$0.hasPrefix("summary") }.count == answers.count)
        #expect(notebook.notes.contains { $0.hasPrefix("summary before") })
        let last = try #require(await model.requests.last)
        #expect(
            last.system == "Be brief.\n\nWhat you remember of the conversation before this:\n"
                + "They counted.")
    }

    @Test func `a summary that takes for ever delays no answer`() async throws {
        let model = Echo(summary: nil)
        let talk = conversation(
            Words(count: 6, clock: clock), model, Stage(),
            history: History(system: "Be brief.", limit: .init(messages: 4)))
        let answers = try await hold(talk).filter { $0.hasPrefix("ai: ") }
        #expect(answers.count > 3)
        #expect(answers == (1...answers.count).map(answer))
        #expect(await model.summaries > 1)
    }

    @Test func `a source without a word is over at once`() async throws {
        #expect(
            try await hold(conversation(Words(count: 0, clock: clock), Echo(), Stage())) == [
                "listening"
            ])
    }

    /// Fails in the place that it is given.
    private struct Broken: AudioSource, Transcriber, Synthesizer {
        struct Failure: Error {}

        let isLive = false
        func prepare() async throws {}
        func capture(into output: Channel<AudioChunk>) async throws { throw Failure() }
        func voices() async throws -> [Voice] { [] }
        func transcribe(
            _ input: Channel<TranscriberInput>, into output: Channel<TranscriptEvent>
        ) async throws { throw Failure() }
        func synthesize(
            _ pieces: Channel<String>, into output: Channel<SpeechEvent>
        ) async throws { throw Failure() }
    }

    @Test func `a source or a transcriber that fails ends the talk`() async throws {
        let deaf = conversation(
            Words(count: 3, clock: clock), Echo(), Stage(), Syllables(), Broken())
        await #expect(throws: Broken.Failure.self) { _ = try await hold(deaf) }
        let unplugged = conversation(Broken(), Echo(), Stage())
        await #expect(throws: Broken.Failure.self) { _ = try await hold(unplugged) }
    }

    @Test func `a voice that fails is reported for each turn`() async throws {
        let mute = conversation(Words(count: 2, clock: clock), Echo(), Stage(), Broken())
        let lines = try await hold(mute)
        #expect(lines.filter { $0.hasPrefix("failed: ") }.count == 2)
    }

    @Test(arguments: 0..<50)
    func `cancelling ends it wherever it is`(round: Int) async throws {
        let sink = Stage(limit: round % 2 == 0 ? .max : 100 * round)
        let talk = conversation(Words(count: 3, clock: clock), Echo(), sink)
        // Nothing more comes of one that stands still in its first answer.
        let limit = round % 2 == 0 ? round % 12 + 1 : round % 6 + 1
        var seen = 0
        try await withChannel(of: Report.self, capacity: 1) { reports in
            try await talk.run(into: reports)
        } consume: { reports in
            for try await report in reports {
                _ = report
                seen += 1
                if seen == limit { return }
            }
        }
        #expect(seen == limit)
    }
}
