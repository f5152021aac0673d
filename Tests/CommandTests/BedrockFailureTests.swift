// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// What `vc-ask --provider aws` says when it gets no answer, or half of one.
@Suite(.timeLimit(.minutes(5)))
struct BedrockFailureTests {
    private static let settings = #"{"bedrock": {"first_token": 0.01, "tokens_per_second": 1000}}"#

    private func ask(
        _ script: String, failing rules: String = "[]", _ more: [String: String?] = [:]
    ) async throws -> (Outcome, StandIn) {
        let standIn = try await StandIn(Self.settings, python: testPython)
        try await standIn.fail(rules)
        let environment: [String: String?] = standIn.environment.mapValues { $0 }
        return (try await shell(script, environment: environment.merging(more) { $1 }), standIn)
    }

    /// Before anything of the reply.
    private static let passing = [
        #"{"action": "error", "status": 500}"#, #"{"action": "error", "status": 503}"#,
        #"{"action": "throttle"}"#, #"{"action": "reset"}"#, #"{"action": "disconnect"}"#,
        #"{"action": "reset", "at": 1}"#, #"{"action": "disconnect", "at": 1}"#,
        #"{"action": "end", "at": 1}"#, #"{"action": "truncate", "at": 1}"#,
        #"{"action": "corrupt", "at": 1}"#, #"{"action": "corrupt-prelude", "at": 1}"#,
        #"{"action": "exception", "at": 1, "type": "throttlingException"}"#,
        #"{"action": "exception", "at": 1, "type": "modelStreamErrorException"}"#,
        #"{"action": "error-frame", "at": 1, "code": "InternalFailure"}"#,
        #"{"action": "goaway"}"#, #"{"action": "goaway", "at": 1}"#,
        #"{"action": "hang"}"#, #"{"action": "hang", "at": 1}"#,
    ]

    @Test(arguments: passing)
    func `what fails before the first word is tried again`(rule: String) async throws {
        let (outcome, standIn) = try await ask(
            "vc-ask --provider aws --timeout 1s hi", failing: rule)
        #expect(outcome.text == "You said: hi\n")
        #expect(outcome.stderr == "")
        #expect(try await standIn.status().failed_validations == 0)
    }

    private static let broken: [(rule: String, status: Int32, words: String)] = [
        ("reset", 69, "broke off"),
        ("end", 69, "ended before it was complete"), ("truncate", 69, "did not arrive whole"),
        ("corrupt", 69, "did not arrive whole"), ("corrupt-prelude", 69, "did not arrive whole"),
        ("exception", 69, "ModelStreamErrorException"), ("error-frame", 69, "InternalError"),
        ("hang", 69, "stood still for 0.3 s"),
    ]

    @Test(arguments: broken)
    func `what came before a failure stays, and the next turn is tried`(
        rule: String, status: Int32, words: String
    ) async throws {
        // The third frame is the second word.
        let (outcome, _) = try await ask(
            "printf 'one\\ntwo\\n' | vc-ask --provider aws --timeout 300ms",
            failing: #"{"action": "\#(rule)", "at": 2}"#)
        #expect(outcome.text == "You\nYou said: two\n")
        #expect(outcome.status == status)
        #expect(outcome.stderr.hasPrefix("vc-ask: "))
        #expect(outcome.stderr.contains(words))
        let names = ["localhost", "amazon.nova-lite-v1:0", "Bedrock"]
        #expect(names.contains { outcome.stderr.contains($0) })
    }

    @Test func `what Converse takes of no model is refused before anything is asked`()
        async throws
    {
        let (outcome, standIn) = try await ask(
            """
            head -c 3200 /dev/zero > in.raw
            hot() { "$@" --temperature 1.5; echo $?; }
            hot vc-ask --provider aws hi
            hot vc-chat --stt exec:cat --llm aws --tts exec:cat --input in.raw --output out.raw
            hot vc-ask --provider aws --print-request hi
            hot vc-ask --provider aws --print-request --api invoke hi | grep -c temperature
            """)
        #expect(outcome.text == "64\n64\n64\n1\n")
        let said = outcome.stderr.split(separator: "\n").map { $0.drop { $0 != " " } }
        #expect(
            said.allSatisfy {
                $0 == " --temperature takes a number from 0 to 1 with --api converse, not 1.5"
            })
        #expect(said.count == 3)
        #expect(try await standIn.status().requests == 0)
    }

    @Test func `throttled after all tries is for later`() async throws {
        let (outcome, standIn) = try await ask(
            "vc-ask --provider aws hi", failing: #"{"action": "throttle", "count": -1}"#,
            ["AWS_MAX_ATTEMPTS": "2"])
        #expect(outcome.status == 75)
        #expect(outcome.stderr.contains("Too many requests"))
        #expect(try await standIn.status().requests == 2)
        let (middle, _) = try await ask(
            "vc-ask --provider aws hi",
            failing: #"{"action": "exception", "at": 2, "type": "throttlingException"}"#)
        #expect(middle.text == "You\n")
        #expect(middle.status == 75)
    }

    @Test func `a model that has ended is named with what to use instead`() async throws {
        let (outcome, _) = try await ask(
            "vc-ask --provider aws hi", ["MODEL_ID": "amazon.titan-text-express-v1"])
        #expect(outcome.status == 69)
        #expect(
            outcome.stderr == """
                vc-ask: Bedrock no longer has the model 'amazon.titan-text-express-v1'
                vc-ask: hint: use 'amazon.nova-lite-v1:0'

                """)
    }

    @Test func `refusals name what is missing`() async throws {
        let (wrong, _) = try await ask(
            "vc-ask --provider aws hi", ["AWS_SECRET_ACCESS_KEY": "wrong"])
        #expect(wrong.status == 77)
        #expect(wrong.stderr.contains("InvalidSignatureException"))
        let (region, _) = try await ask("vc-ask --provider aws --region eu-west-3 hi")
        #expect(region.status == 77)
        #expect(region.stderr.contains("Credential should be scoped to a valid region"))
        let denied = """
            {"action": "error", "status": 403, "code": "AccessDeniedException",
             "message": "User: x is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: y"}
            """
        let (access, _) = try await ask("vc-ask --provider aws hi", failing: denied)
        #expect(access.status == 77)
        #expect(
            access.stderr.contains(
                "hint: the permission bedrock:InvokeModelWithResponseStream is missing\n"))
    }

    @Test func `a request that isn't accepted ends the run, a text that isn't only its turn`()
        async throws
    {
        let rule = { (message: String) in
            #"{"action": "error", "status": 400, "code": "ValidationException", "message": "\#(message)"}"#
        }
        let asked = "printf 'one\\ntwo\\n' | vc-ask --provider aws"
        let (options, _) = try await ask(asked, failing: rule("topP: not here"))
        #expect(options.text == "")
        #expect(options.status == 64)
        #expect(
            options.stderr == "vc-ask: Bedrock doesn't accept the request: topP: not here\n")
        let (text, _) = try await ask(asked, failing: rule("Input is too long."))
        #expect(text.text == "You said: two\n")
        #expect(text.status == 65)
        #expect(text.stderr.hasPrefix("vc-ask: the text is too long for 'amazon.nova-lite-v1:0'"))
    }

    @Test(arguments: [
        ("mismatch", "no secure connection"), ("expired", "no secure connection"),
        ("untrusted", "no secure connection"),
    ])
    func `a certificate that isn't right is refused`(kind: String, words: String) async throws {
        let (outcome, _) = try await ask(
            "vc-ask --provider aws hi",
            failing: #"{"action": "certificate", "kind": "\#(kind)", "count": -1}"#)
        #expect(outcome.status == 69)
        #expect(outcome.stderr.contains("\(words) to localhost"))
    }

    @Test func `nobody there, no credentials, a broken configuration`() async throws {
        let none = try await shell(
            """
            vc-ask --provider aws hi; echo $?
            AWS_PROFILE=gone vc-ask --provider aws hi; echo $?
            mkdir .aws; printf '[default]\\nregion us-east-1\\n' > .aws/config
            vc-ask --provider aws hi; echo $?
            """, environment: ["AWS_EC2_METADATA_DISABLED": "true"])
        #expect(none.text == "77\n78\n78\n")
        let lines = none.stderr.split(separator: "\n")
        #expect(lines.first?.contains("environment (AWS_ACCESS_KEY_ID isn't set)") == true)
        #expect(lines.contains { $0.contains("no profile 'gone'") })
        #expect(lines.last?.contains(".aws/config:2: ") == true)
        let (gone, _) = try await ask(
            "vc-ask --provider aws --endpoint-url https://localhost:9 hi", ["AWS_MAX_ATTEMPTS": "1"]
        )
        #expect(gone.status == 69)
        #expect(gone.stderr.contains("cannot connect to localhost:9: Connection refused"))
    }
}
