// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import LoopbackServer
import TestSupport
import Testing
import Waveform

@testable import Cloud

/// Against the stand-in, with tones for speech.
@Suite(.timeLimit(.minutes(2)))
struct AmazonTranscriberTests {
    private func sound(_ seconds: Double, isLoud: Bool) -> [Int16] {
        (0..<Int(seconds * 16_000)).map { isLoud ? ($0 / 20 % 2 == 0 ? 6000 : -6000) : 0 }
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
                for start in [0, 35_200] {
                    try await input.send(.audio(sound(0.6, isLoud: true)))
                    try await input.send(.speechStarted(at: start))
                    try await input.send(.audio(sound(1.6, isLoud: false)))
                    try await input.send(.turnEnded(at: start + 11_200))
                }
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
