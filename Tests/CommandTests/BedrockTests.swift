// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// `vc-ask --provider aws` against the stand-in for AWS.
@Suite(.timeLimit(.minutes(5)))
struct BedrockTests {
    /// Fast, and with models that have ended.
    private static let settings =
        #"{"bedrock": {"first_token": 0.01, "tokens_per_second": 1000, "retired": false}}"#

    /// A model of each family, and its ids in all their forms.
    private static let models = [
        "amazon.nova-lite-v1:0", "us.amazon.nova-pro-v1:0", "amazon.titan-text-express-v1",
        "anthropic.claude-v2:1", "global.anthropic.claude-haiku-4-5-20251001-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6",
        "meta.llama2-13b-chat-v1", "meta.llama3-1-8b-instruct-v1:0",
        "us.meta.llama4-scout-17b-instruct-v1:0", "mistral.mistral-7b-instruct-v0:2",
        "mistral.mistral-large-2407-v1:0", "cohere.command-text-v14", "cohere.command-r-v1:0",
        "ai21.jamba-1-5-mini-v1:0", "us.deepseek.r1-v1:0", "deepseek.v3-v1:0",
        "openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0",
    ]

    private func standIn(_ settings: String = Self.settings, _ arguments: [String] = [])
        async throws -> StandIn
    {
        try await StandIn(settings, python: testPython, arguments: arguments)
    }

    private func ask(
        _ script: String, _ standIn: StandIn, _ more: [String: String?] = [:]
    ) async throws -> Outcome {
        let environment: [String: String?] = standIn.environment.mapValues { $0 }
        return try await shell(script, environment: environment.merging(more) { $1 })
    }

    @Test(arguments: ["converse", "invoke"])
    func `every family is asked in its form, with history and options`(api: String) async throws {
        let standIn = try await standIn()
        for model in Self.models {
            let outcome = try await ask(
                """
                printf 'one\\ntwo\\n' | vc-ask --provider aws --api \(api) --max-tokens 50 \
                    --temperature 0.3
                """, standIn, ["MODEL_ID": model])
            // It echoes the last turn; of models that take one text, perhaps with what is before it.
            let lines = outcome.text.split(separator: "\n")
            #expect(lines.count == 2, "\(model)")
            #expect(lines.first?.contains("one") == true, "\(model)")
            #expect(lines.last?.hasPrefix("You said: ") == true, "\(model)")
            #expect(lines.last?.contains("two") == true, "\(model)")
            #expect(outcome.stderr == "", "\(model)")
        }
        let status = try await standIn.status()
        #expect(status.requests == 2 * Self.models.count)
        #expect(status.failed_validations == 0)
        #expect(status.notes == [:])
    }

    @Test func `an application profile's family is named in the configuration`() async throws {
        let standIn = try await standIn()
        let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123"
        let outcome = try await ask("vc-ask --provider aws hi", standIn, ["MODEL_ID": arn])
        #expect(outcome.text == "You said: hi\n")
        let invoked = try await ask(
            """
            mkdir -p config/vc; printf '[model \(arn)]\\nfamily = claude\\nmax_tokens = 7\\n' \
                > config/vc/config
            vc-ask --provider aws --api invoke --print-request hi | tr -d ' \\n'
            """, standIn, ["MODEL_ID": arn])
        #expect(
            invoked.text.hasPrefix(#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":7,"#))
        let unknown = try await ask(
            "vc-ask --provider aws --api invoke hi", standIn, ["MODEL_ID": arn])
        #expect(unknown.status == 64)
        #expect(unknown.stderr.contains("family = NAME"))
    }

    @Test func `any field can be changed, and the service takes the body`() async throws {
        let standIn = try await standIn()
        let outcome = try await ask(
            """
            echo '{"inferenceConfig": {"topK": 20}}' > more.json
            for api in converse invoke; do
                vc-ask --provider aws --api $api --params more.json \
                    --param inferenceConfig.maxTokens=2 --json hi | tail -1
            done
            """, standIn)
        let stops = outcome.text.split(separator: "\n").map { $0.contains(#""stop":"max_tokens""#) }
        #expect(stops == [true, true])
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `reasoning is never written`() async throws {
        let settings = """
            {"bedrock": {"first_token": 0.01, "tokens_per_second": 1000,
                         "reasoning": "Let me think. The user is here."}}
            """
        let standIn = try await standIn(settings)
        for model in [
            "us.anthropic.claude-sonnet-4-6", "us.deepseek.r1-v1:0", "openai.gpt-oss-20b-1:0",
        ] {
            for api in ["converse", "invoke"] {
                let outcome = try await ask(
                    "vc-ask --provider aws --api \(api) --model \(model) hi", standIn)
                #expect(outcome.text == "You said: hi\n", "\(model) \(api)")
            }
        }
    }

    @Test func `a session token and a Bedrock API key are taken`() async throws {
        let token = try await standIn(Self.settings, ["--session-token", "to/ken+=="])
        let signed = try await ask(
            "vc-ask --provider aws hi", token, ["AWS_SESSION_TOKEN": "to/ken+=="])
        #expect(signed.text == "You said: hi\n")
        let key = try await standIn(Self.settings, ["--bearer", "bedrock-api-key-1"])
        let borne = try await ask(
            "vc-ask --provider auto hi", key,
            [
                "AWS_BEARER_TOKEN_BEDROCK": "bedrock-api-key-1", "AWS_ACCESS_KEY_ID": nil,
                "AWS_SECRET_ACCESS_KEY": nil,
            ])
        #expect(borne.text == "You said: hi\n")
        for standIn in [token, key] {
            #expect(try await standIn.status().failed_validations == 0)
        }
    }

    @Test func `expired credentials are renewed once where the source can`() async throws {
        let standIn = try await standIn(
            #"{"credentials": {"OLD": {"secret": "stand-in/secret+key", "expired": true}}}"#)
        let files = """
            printf '[default]\\ncredential_process = ./keys\\n' > aws
            cat > keys <<'END'
            #!/bin/sh
            echo x >> asked
            [ "$(wc -l < asked)" = 1 ] && key=OLD || key=AKIDSTANDIN
            printf '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s", "Expiration": "%s"}' \
                $key 'stand-in/secret+key' 2099-01-01T00:00:00Z
            END
            chmod +x keys

            """
        let unset: [String: String?] = [
            "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_CONFIG_FILE": "aws",
        ]
        let outcome = try await ask(
            files + "vc-ask --provider aws hi; wc -l < asked", standIn, unset)
        #expect(outcome.text == "You said: hi\n2\n")
        #expect(outcome.stderr == "")
    }
}
