// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import LoopbackServer
import TestSupport
import Testing

@testable import Cloud

/// Streams against the stand-in, with limits of our own; one at a time, since each starts a Python.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct PollyStreamTests {
    /// What came of a reply.
    private struct Spoken: Equatable {
        var words = 0
        var pieces: [String] = []
    }

    private let server: StandIn

    init() async throws {
        server = try await StandIn(
            #"{"polly": {"word_seconds": 0.05, "pace": 1000, "first_byte": 0.01, "event_limit": 60}}"#,
            python: testPython)
    }

    /// `change` makes limits shorter.
    private func synthesizer(
        _ synthesis: PollySynthesis = .stream,
        _ change: (inout StreamSchedule.Limits) -> Void = { _ in }
    ) throws -> PollySynthesizer {
        var limits = StreamSchedule.Limits(patience: .seconds(10))
        change(&limits)
        var settings = PollySettings(try #require(Language("en-US")))
        (settings.engine, settings.synthesis) = (.generative, synthesis)
        return try PollySynthesizer(
            settings, account: AWSAccount(environment: server.environment),
            timeout: .seconds(60), limits: limits)
    }

    /// Speaks what `write` sends, to its end.
    private func speak(
        by synthesizer: PollySynthesizer,
        _ write: @escaping @Sendable (Channel<String>) async throws -> Void
    ) async throws -> Spoken {
        try await withChannel(of: SpeechEvent.self) { events in
            try await withChannel(of: String.self, capacity: 1, produce: write) { pieces in
                try await synthesizer.synthesize(pieces, into: events)
            }
        } consume: { events in
            var (spoken, frames) = (Spoken(), 0)
            for try await event in events {
                switch event {
                case .audio(let samples, _): frames += samples.count
                case .pieceEnded(let text): spoken.pieces.append(text)
                default: break
                }
            }
            #expect(frames % 800 == 0)
            spoken.words = frames / 800
            return spoken
        }
    }

    /// Comes back as soon as the log has so many of these.
    private func wait(
        for count: Int, _ kind: String, where fits: ([String: Any]) -> Bool = { _ in true }
    )
        async throws
    {
        while try server.log(kind).count(where: fits) < count {
            // Not a busy wait: what is tested has its timers on the same two threads.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func operations() throws -> [String] {
        try server.log("request").compactMap { $0["operation"] as? String }
    }

    private func isContent() async throws -> Bool {
        try await server.status().failed_validations == 0
    }

    @Test func `the stream is open before there is text`() async throws {
        let spoken = try await speak(by: try synthesizer()) { pieces in
            try await wait(for: 1, "response")
            for piece in ["One two.", "Three,", "four five."] { try await pieces.send(piece) }
        }
        #expect(spoken == Spoken(words: 5, pieces: ["One two.", "Three,", "four five."]))
        #expect(try await server.status().requests == 1)
        #expect(try await isContent())
    }

    @Test func `the warmed connection is the stream's`() async throws {
        let synthesizer = try synthesizer()
        try await synthesizer.prepare()
        _ = try await speak(by: synthesizer) { try await $0.send("One.") }
        #expect(try server.log("connection").count == 1)
        #expect(try await server.status().requests == 2)
    }

    @Test func `of two replies at once one may be cut off`() async throws {
        try await server.set(#"{"polly": {"pace": 10}}"#)
        let synthesizer = try synthesizer()
        try await synthesizer.prepare()
        let texts = (1...12).map { "This is sentence \($0)." }
        try await withThrowingTaskGroup(of: Spoken?.self) { group in
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { other in
                    other.addTask {
                        _ = try await speak(by: synthesizer) { pieces in
                            try await pieces.send("Never heard to its end.")
                            try await wait(for: 2, "end", where: { _ in false })
                        }
                    }
                    try await wait(for: 2, "parallel")
                    try await wait(for: 3, "frame-out")
                    other.cancelAll()
                    await #expect(throws: CancellationError.self) { try await other.waitForAll() }
                }
                return nil
            }
            group.addTask {
                try await speak(by: synthesizer) { pieces in
                    for text in texts.prefix(6) { try await pieces.send(text) }
                    try await wait(for: 1, "client-reset")
                    for text in texts.dropFirst(6) { try await pieces.send(text) }
                }
            }
            for try await case let spoken? in group {
                #expect(spoken == Spoken(words: 48, pieces: texts))
            }
        }
    }

    @Test func `a stream that waits for text is kept alive`() async throws {
        let synthesizer = try synthesizer { $0.keepAlive = .milliseconds(200) }
        try await server.set(#"{"polly": {"event_limit": 1}}"#)
        let spoken = try await speak(by: synthesizer) { pieces in
            try await wait(for: 7, "frame-in")
            try await pieces.send("One.")
            try await wait(for: 14, "frame-in")
            try await pieces.send("Two.")
        }
        #expect(spoken == Spoken(words: 2, pieces: ["One.", "Two."]))
        #expect(try operations() == ["StartSpeechSynthesisStream"])
        #expect(try await isContent())
    }

    @Test func `text that ends in a clause is spoken though nothing follows`() async throws {
        let synthesizer = try synthesizer { $0.hold = .milliseconds(100) }
        let spoken = try await speak(by: synthesizer) { pieces in
            try await pieces.send("One.")
            try await pieces.send("and then,")
            try await wait(for: 2, "speaks")
            try await pieces.send("three.")
        }
        #expect(spoken.words == 4)
        #expect(try await isContent())
    }

    @Test func `an old stream is replaced, without loss`() async throws {
        let synthesizer = try synthesizer { $0.renewal = .milliseconds(300) }
        try await server.set(#"{"polly": {"stream_limit": 20, "pace": 10}}"#)
        let texts = (1...60).map { "This is sentence \($0)." }
        let spoken = try await speak(by: synthesizer) { pieces in
            for text in texts { try await pieces.send(text) }
            // And where nothing was to be said meanwhile.
            try await wait(for: 2, "end")
            try await pieces.send("Last.")
        }
        #expect(spoken == Spoken(words: 241, pieces: texts + ["Last."]))
        #expect(try operations().count > 2)
        #expect(try await isContent())
    }

    @Test func `what was not heard is said again, by another stream`() async throws {
        let pieces = ["One two.", "Three,", "four."]
        for rule in [
            #"{"action": "reset", "at": 0}"#, #"{"action": "corrupt", "at": 0}"#,
            #"{"action": "end", "at": 0}"#, #"{"action": "disconnect"}"#,
            #"{"action": "exception", "at": 0, "type": "ServiceFailureException"}"#,
            #"{"action": "exception", "at": 0, "type": "ServiceQuotaExceededException"}"#,
            #"{"action": "exception", "at": 0, "type": "ThrottlingException"}"#,
        ] {
            let before = try operations().count
            try await server.calm()
            try await server.fail(rule)
            let spoken = try await speak(by: try synthesizer()) { channel in
                for piece in pieces { try await channel.send(piece) }
            }
            #expect(spoken == Spoken(words: 4, pieces: pieces), "\(rule)")
            #expect(try operations().count == before + 2, "\(rule)")
        }
    }

    @Test func `a stream that breaks between two pieces is replaced`() async throws {
        let synthesizer = try synthesizer {
            ($0.quiet, $0.keepAlive) = (.milliseconds(100), .milliseconds(200))
        }
        try await server.set(#"{"polly": {"event_limit": 0.7}}"#)
        try await server.fail(#"{"action": "reset", "at": 1}"#)
        let spoken = try await speak(by: synthesizer) { pieces in
            try await pieces.send("One two.")
            try await wait(for: 1, "frame-out")
            try await wait(for: 5, "frame-in")
            try await pieces.send("Three.")
        }
        #expect(spoken == Spoken(words: 3, pieces: ["One two.", "Three."]))
        #expect(try operations().count == 2)
    }

    @Test func `where the stream is refused pieces are asked for, and it isn't asked again`()
        async throws
    {
        for (status, code) in [
            (404, "UnknownOperationException"), (400, "ValidationException"),
            (403, "AccessDeniedException"),
        ] {
            let before = try operations().count
            try await server.calm()
            try await server.fail(
                """
                {"operation": "StartSpeechSynthesisStream", "action": "error", "count": -1,
                 "status": \(status), "code": "\(code)"}
                """)
            let synthesizer = try synthesizer(.auto)
            for _ in 1...2 {
                let spoken = try await speak(by: synthesizer) { pieces in
                    for piece in ["One two.", "Three."] { try await pieces.send(piece) }
                }
                #expect(spoken == Spoken(words: 3, pieces: ["One two.", "Three."]))
            }
            let asked = try operations().dropFirst(before)
            #expect(asked.first == "StartSpeechSynthesisStream")
            #expect(Array(asked.dropFirst()) == Array(repeating: "SynthesizeSpeech", count: 4))
            #expect(try await isContent())
        }
    }

    @Test func `what waits for a slow consumer is a minute of speech`() async throws {
        try await server.set(#"{"polly": {"word_seconds": 0.4}}"#)
        let texts = (1...32).map { "This is the sentence with number \($0)." }
        var ended = 0
        try await withChannel(of: SpeechEvent.self, capacity: 1) { [self] events in
            let synthesizer = try synthesizer()
            try await withChannel(of: String.self, capacity: 1) { pieces in
                for text in texts { try await pieces.send(text) }
            } consume: { pieces in
                try await synthesizer.synthesize(pieces, into: events)
            }
        } consume: { events in
            for try await case .pieceEnded in events {
                ended += 1
                // 38 characters each, of which 1000 may be ahead; two events are on their way.
                #expect(try server.log("speaks").count <= ended + 29)
            }
        }
        #expect(ended == texts.count)
    }

    @Test func `cancelling resets the stream at once`() async throws {
        try await server.set(#"{"polly": {"pace": 1}}"#)
        let synthesizer = try synthesizer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let (pieces, events) = (
                    Channel<String>(capacity: 3), Channel<SpeechEvent>(capacity: 100)
                )
                for text in ["One two three.", "Four."] { try await pieces.send(text) }
                try await synthesizer.synthesize(pieces, into: events)
            }
            try await wait(for: 1, "frame-out")
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        try await wait(for: 1, "end")
        #expect(try server.log("end").first?["outcome"] as? String == "cancelled by the client")
    }
}
