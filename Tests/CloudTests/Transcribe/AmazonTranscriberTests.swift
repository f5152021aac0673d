// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import LoopbackServer
import TestSupport
import Testing
import Waveform

@testable import Cloud

/// Against the stand-in, with tones for speech.
@Suite(.timeLimit(.minutes(5)))
struct AmazonTranscriberTests {
    /// A word of 0.6 s and a silence of 1.6 s, as the endpointer tells of them.
    private func speak(from start: Int, into input: Channel<TranscriberInput>) async throws {
        for piece in 0..<22 {
            if piece == 1 { try await input.send(.speechStarted(at: start)) }
            let samples = (0..<1600).map { piece >= 6 ? 0 : $0 / 20 % 2 == 0 ? 6000 : -6000 }
            try await input.send(.audio(samples.map { Int16($0) }))
            if piece == 14 { try await input.send(.turnEnded(at: start + 11_200)) }
        }
    }

    @Test func `a stream that gets old is replaced in a silence`() async throws {
        let service = try await StandIn(
            """
            {"transcribe": {"utterances": [{"text": "One."}, {"text": "Two."}], "empty_every": 0.2}}
            """, python: testPython)
        let account = try AWSAccount(environment: service.environment)
        let transcriber = try AmazonTranscriber(
            TranscribeSettings(), account: account, timeout: .seconds(20),
            sessionLimit: .milliseconds(500))
        try await transcriber.prepare()
        let events = try await withChannel(of: TranscriptEvent.self) { output in
            try await withChannel(of: TranscriberInput.self) { input in
                for start in [0, 35_200] { try await speak(from: start, into: input) }
            } consume: { input in
                try await transcriber.transcribe(input, into: output)
            }
        } consume: { output in
            var events: [TranscriptEvent] = []
            for try await event in output { events.append(event) }
            return events
        }
        let finals = events.compactMap { event in
            if case .final(let transcript) = event { transcript } else { nil }
        }
        #expect(finals.map(\.text) == ["One.", "Two."])
        #expect(events.filter { $0 == .turnDone }.count == 2)
        let second = try #require(finals.last?.start) / .seconds(1)
        #expect(abs(second - 2.2) < 0.1)
        let status = try await service.status()
        #expect(status.requests >= 2)
        #expect(status.failed_validations == 0)
        #expect(status.notes == [:])
    }
}
