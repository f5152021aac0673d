// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import External
import Reporting
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TranscriberTests {
    private let second = TranscriberInput.audio([Int16](repeating: 1, count: 16_000))

    private func transcriber(_ command: String) -> ExternalTranscriber {
        ExternalTranscriber(.shell(command, hasControl: true))
    }

    @Test func `each line of a plain child is a turn`() async throws {
        let heard = try await transcribe(
            [second, second],
            with: transcriber("echo; echo one; printf '%s' 'two '; wc -c"))
        #expect(
            heard == [
                .final(Transcript("one")), .turnDone, .final(Transcript("two 64000")), .turnDone,
            ])
    }

    @Test func `a plain child that never looks at the messages is not held up by them`()
        async throws
    {
        let turns = Array(repeating: TranscriberInput.turnEnded(at: 16_000), count: 5000)
        let heard = try await transcribe(
            [second] + turns + [second], with: transcriber("head -c 2; wc -c | tr -d '\\n'"))
        #expect(heard.count == 2)
    }

    @Test func `a controlled child is told about turns`() async throws {
        let transcriber = ExternalTranscriber(controlledChild("hear"))
        let heard = try await transcribe(
            [
                second, .speechStarted(at: 8000), .speechPaused(at: 12_000), .speechResumed,
                second, .turnEnded(at: 30_000), second, .speechStarted(at: 40_000),
            ], with: transcriber)
        let first = Transcript(
            "turn 1 from 8000 to 30000", start: .seconds(0.5), end: .seconds(1.875))
        #expect(
            heard == [
                .partial(Transcript("turn")), .final(first), .turnDone,
                .partial(Transcript("turn")), .final(Transcript("open since 40000")), .turnDone,
            ])
    }

    @Test(arguments: [
        ("exit 4", "ended with status 4"), ("head -c 100 > /dev/null; kill $$", "was killed"),
    ])
    func `a child that dies is named, with its end`(command: String, end: String) async throws {
        let transcriber = transcriber(command)
        let error = await #expect(throws: ChildError.self) {
            _ = try await transcribe(Array(repeating: second, count: 20), with: transcriber)
        }
        #expect(error?.description.hasPrefix("'\(command)' \(end)") == true)
        #expect(error?.status == .unavailable)
    }
}
