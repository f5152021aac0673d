// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import LoopbackServer
import TestSupport
import Testing

@testable import Cloud

/// The synthesizer against the stand-in: how far it runs ahead, and when it stops.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct PollySynthesizerTests {
    private let server: StandIn
    private let synthesizer: PollySynthesizer

    init() async throws {
        server = try await StandIn(
            #"{"polly": {"word_seconds": 0.05, "pace": 1000, "first_byte": 0.01}}"#,
            python: testPython)
        synthesizer = try PollySynthesizer(
            PollySettings(try #require(Language("en-US"))),
            account: AWSAccount(environment: server.environment), timeout: .seconds(10))
    }

    /// Comes back as soon as so many requests have arrived.
    private func wait(forRequests count: Int) async throws {
        while try await server.status().requests < count {}
    }

    @Test func `a slow consumer slows all`() async throws {
        let texts = (1...30).map { "Piece \($0)." }
        var ended: [String] = []
        try await withChannel(of: SpeechEvent.self, capacity: 1) { [synthesizer] events in
            try await withChannel(of: String.self, capacity: 1) { pieces in
                for text in texts { try await pieces.send(text) }
            } consume: { pieces in
                try await synthesizer.synthesize(pieces, into: events)
            }
        } consume: { events in
            for try await case .pieceEnded(let text) in events {
                ended.append(text)
                // One is delivered meanwhile, two wait for that, one waits for these; and the
                // consumer's own channel holds one.
                #expect(try await server.status().requests <= ended.count + 5)
            }
        }
        #expect(ended == texts)
        #expect(try await server.status().failed_validations == 0)
    }

    @Test func `a piece that breaks while another is spoken is asked for again`() async throws {
        try await server.fail(#"{"action": "reset", "at": 1, "nth": 2}"#)
        // More than fits between us and the consumer, who stops in the middle of it.
        let long = Array(repeating: "word", count: 60).joined(separator: " ")
        var frames: [String: Int] = [:]
        try await withChannel(of: SpeechEvent.self, capacity: 1) { [self] events in
            try await withChannel(of: String.self, capacity: 1) { pieces in
                try await pieces.send(long)
                try await wait(forRequests: 1)
                try await pieces.send("Three four five six.")
            } consume: { pieces in
                try await synthesizer.synthesize(pieces, into: events)
            }
        } consume: { events in
            for try await case .audio(let samples, let text) in events {
                if frames.isEmpty { try await wait(forRequests: 3) }
                frames[text, default: 0] += samples.count
            }
        }
        #expect(frames == [long: 48_000, "Three four five six.": 3200])
        #expect(try await server.status().requests == 3)
    }

    @Test func `cancelling stops at once, also what was asked for ahead`() async throws {
        try await server.fail(#"{"action": "hang", "count": -1}"#)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [synthesizer] in
                let (pieces, events) = (
                    Channel<String>(capacity: 3), Channel<SpeechEvent>(capacity: 1)
                )
                for text in ["One.", "Two.", "Three."] { try await pieces.send(text) }
                try await synthesizer.synthesize(pieces, into: events)
            }
            try await wait(forRequests: 3)
            let start = ContinuousClock.now
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            // Sooner than the service is given up.
            #expect(ContinuousClock.now - start < .seconds(8))
        }
        while try await server.status().connections > 0 {}
    }
}
