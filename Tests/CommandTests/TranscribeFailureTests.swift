// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// What goes wrong with Transcribe, by the stand-in's failures on demand. Every utterance is the same
/// words: so all that were said are there, once, or they aren't.
@Suite(.timeLimit(.minutes(5)))
struct TranscribeFailureTests {
    private static let script = #"{"utterances": [{"text": "Good morning."}]}"#

    /// Each rule strikes one stream after the other; those without `at` before it has begun.
    @Test(arguments: [
        [#""reset", "at": 3"#, #""corrupt", "at": 3"#, #""disconnect", "at": 9"#],
        [#""exception", "at": 3"#, #""corrupt-prelude", "at": 3"#, #""error-frame", "at": 9"#],
        [#""goaway", "at": 3"#], [#""hang", "at": 3"#, #""truncate", "at": 3"#],
        [#""throttle""#, #""error", "status": 503"#, #""reset""#, #""goaway""#],
        [#""exception", "at": 3, "type": "LimitExceededException""#, #""end", "at": 9"#],
    ])
    func `a stream that breaks is replaced, and no word is lost or doubled`(
        actions: [String]
    ) async throws {
        let stand = try await TranscribeStand(Self.script)
        for (index, action) in actions.enumerated() {
            try await stand.service.fail(
                #"{"operation": "transcribe", "nth": \#(index + 1), "action": \#(action)}"#)
        }
        let outcome = try await stand.run(
            "hear --timeout 2 two.raw", environment: ["AWS_MAX_ATTEMPTS": "8"])
        #expect(outcome.text == "Good morning.\nGood morning.\n")
        #expect(outcome.stderr == "")
        #expect(outcome.status == 0)
        #expect(try await stand.service.status().failed_validations == 0)
    }

    @Test func `so is one that is broken from outside, with times that go on`() async throws {
        let stand = try await TranscribeStand(Self.script)
        for request in ["interrupt", "goaway", "drop"] {
            let outcome = try await stand.run(
                """
                hear --json two.raw | while read -r line; do
                    echo "$line"
                    case $line in *final*)
                        [ -e \(request) ] || curl -s -X POST \(stand.service.controlURL)/\(request)
                        touch \(request);;
                    esac
                done 2> /dev/null | grep '"type"'
                """)
            let turns = try outcome.events("turn")
            #expect(
                turns.compactMap { $0["text"] as? String } == ["Good morning.", "Good morning."])
            let starts = turns.compactMap { $0["start"] as? Double }
            try #require(starts.count == 2)
            #expect(abs(starts[0] - 0.2) < 0.15 && abs(starts[1] - starts[0] - 1.9) < 0.15)
        }
    }

    private static let lasting: [(action: String, status: Int32, message: String)] = [
        (#""throttle""#, 75, "Transcribe wants fewer streams: You have reached"),
        (#""error", "status": 503"#, 69, "Transcribe failed: ServiceUnavailableException"),
        (#""expired-token""#, 77, "Transcribe refused: ExpiredTokenException"),
        (#""hang""#, 69, "no answer from localhost"),
        (#""hang", "at": 2"#, 69, "the answer of localhost"),
        (#""reset""#, 69, "no answer from localhost"),
        (#""corrupt", "at": 2"#, 69, "the results of Transcribe did not arrive whole: "),
        (
            #""error", "status": 400, "code": "BadRequestException", "message": "No vocabulary.""#,
            64, "Transcribe doesn't accept the request: No vocabulary."
        ),
        (#""error", "status": 409, "code": "ConflictException""#, 69, "another stream took"),
        (
            #""error", "status": 403, "code": "AccessDeniedException""#, 77,
            "Transcribe refused: AccessDeniedException"
        ),
    ]

    @Test func `what doesn't pass is said, with its status`() async throws {
        let stand = try await TranscribeStand(Self.script)
        for (action, status, message) in Self.lasting {
            try await stand.service.calm()
            try await stand.service.fail(
                #"{"operation": "transcribe", "count": -1, "action": \#(action)}"#)
            let timeout = action.hasPrefix(#""hang""#) ? "--timeout 1" : ""
            let outcome = try await stand.run(
                "hear \(timeout) one.raw", environment: ["AWS_MAX_ATTEMPTS": "2"])
            #expect(outcome.text == "")
            #expect(outcome.status == status, "\(action)")
            #expect(outcome.stderr.hasPrefix("vc-transcribe: \(message)"), "\(outcome.stderr)")
            #expect(outcome.stderr.split(separator: "\n").count <= 2)
        }
    }

    @Test func `what was final before a failure stays`() async throws {
        // Two events for each utterance: a partial result and the final one.
        let stand = try await TranscribeStand(
            """
            {"utterances": [{"text": "Good morning."}], "partial_every": 60, "empty_every": 60}
            """)
        try await stand.service.fail(
            #"""
            {"operation": "transcribe", "action": "exception", "at": 3,
             "type": "BadRequestException", "message": "That is all."}
            """#)
        let outcome = try await stand.run("hear two.raw one.raw")
        #expect(outcome.text == "Good morning.\nGood morning.\n")
        #expect(
            outcome.stderr
                == "vc-transcribe: Transcribe failed: BadRequestException: That is all.\n")
        #expect(outcome.status == 69)
    }

    @Test func `a wrong secret is refused`() async throws {
        let stand = try await TranscribeStand()
        let outcome = try await stand.run(
            "hear one.raw", environment: ["AWS_SECRET_ACCESS_KEY": "wrong"])
        #expect(outcome.status == 77)
        #expect(outcome.text == "")
        #expect(outcome.stderr.hasPrefix("vc-transcribe: Transcribe refused: "))
        #expect(outcome.stderr.hasSuffix("\nvc-transcribe: hint: are the credentials right?\n"))
    }
}
