// SPDX-License-Identifier: MIT-0

import Reporting
import Testing
import Transfer

@testable import Cloud

struct ModelIDTests {
    private static let account = "arn:aws:bedrock:us-east-1:123456789012:"

    static let families: [(String, String?)] = [
        ("amazon.nova-lite-v1:0", "nova"), ("amazon.nova-2-lite-v1:0", "nova"),
        ("amazon.nova-lite-v1:0:300k", "nova"), ("us.amazon.nova-lite-v1:0", "nova"),
        ("amazon.titan-text-express-v1", "titan-text"),
        ("anthropic.claude-v2", "claude-v2"), ("anthropic.claude-v2:1", "claude-v2"),
        ("anthropic.claude-3-haiku-20240307-v1:0", "claude"),
        ("global.anthropic.claude-sonnet-4-6", "claude"),
        ("us-gov.anthropic.claude-sonnet-4-6", "claude"),
        ("apac.anthropic.claude-sonnet-4-6", "claude"),
        ("jp.anthropic.claude-sonnet-4-6", "claude"),
        ("meta.llama2-13b-chat-v1", "llama2"), ("us.meta.llama3-3-70b-instruct-v1:0", "llama3"),
        ("meta.llama4-scout-17b-instruct-v1:0", "llama4"),
        ("mistral.mistral-large-2402-v1:0", "mistral-text"),
        ("mistral.mistral-large-2407-v1:0", "mistral"),
        ("eu.mistral.pixtral-large-2502-v1:0", "mistral"),
        ("cohere.command-light-text-v14", "cohere-command"),
        ("cohere.command-r-plus-v1:0", "cohere-command-r"),
        ("ai21.jamba-1-5-large-v1:0", "jamba"), ("us.deepseek.r1-v1:0", "deepseek-r1"),
        ("deepseek.v3.2", "deepseek"), ("openai.gpt-oss-120b-1:0", "gpt-oss"),
        ("qwen.qwen3-coder-30b-a3b-v1:0", "qwen"), ("zai.glm-4.6", "chat"),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "nova"),
        (account + "inference-profile/us.anthropic.claude-sonnet-4-6", "claude"),
        (
            "arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/us-gov.amazon.nova-pro-v1:0",
            "nova"
        ),
        (account + "custom-model/amazon.nova-lite-v1:0:300k/abcdefghij12", "nova"),
        (account + "application-inference-profile/a1b2c3d4", nil),
        (account + "provisioned-model/abcdefghij12", nil),
        (account + "imported-model/abcdefghij12", nil),
        (account + "prompt/PROMPT1234:1", nil),
        (account + "default-prompt-router/meta.llama:1", nil),
        ("ai21.j2-mid-v1", nil), ("stability.x", nil), ("nova", nil),
    ]

    @Test(arguments: families)
    func `an id tells its family`(id: String, family: String?) throws {
        #expect(ModelFamilies.family(of: try ModelID(id))?.name == family)
    }

    @Test func `the id is one encoded segment of the path, whatever it holds`() throws {
        let call = try BedrockCall(model: "us.amazon.nova-lite-v1:0", api: .converse)
        #expect(call.path == "/model/us.amazon.nova-lite-v1%3A0/converse-stream")
        let arn =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-3-70b-instruct-v1:0"
        #expect(
            try BedrockCall(model: arn, api: .invoke).path
                == "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile"
                + "%2Fus.meta.llama3-3-70b-instruct-v1%3A0/invoke-with-response-stream")
    }

    @Test(arguments: [
        "", "a b", "nova\n", "möbius", "arn:", "arn:aws:bedrock", "arn:aws:bedrock:::",
        "arn:aws:bedrock:us-east-1:1:foundation-model", String(repeating: "x", count: 2049),
    ])
    func `what can't be an id is refused before anything is sent`(text: String) {
        #expect(throws: BedrockError.invalidModel(text)) { try ModelID(text) }
        #expect(BedrockError.invalidModel(text).status == .usage)
    }

    @Test func `a model of no known family can't be invoked, unless a section names one`() throws {
        let arn = Self.account + "application-inference-profile/a1b2c3d4"
        #expect(throws: BedrockError.unknownFamily(arn)) { try body(arn) }
        let sent = try body(arn, config: "[model \(arn)]\nfamily = claude\ntop_k = 5")
        #expect(sent["anthropic_version"] == "bedrock-2023-05-31")
        #expect(sent["top_k"] == 5)
    }

    @Test func `all the sample's models are known as retired, and no default or example of others`()
        throws
    {
        for (model, _) in FamilyBodyTests.sampled {
            let replacement = try #require(RetiredModels.replacement(for: try ModelID(model)))
            #expect(RetiredModels.replacement(for: try ModelID(replacement)) == nil)
        }
        #expect(RetiredModels.replacement(for: try ModelID("amazon.nova-lite-v1:0")) == nil)
        for row in ModelList().rows where !row.isRetired {
            for model in row.models where !model.hasSuffix("*") {
                #expect(RetiredModels.replacement(for: try ModelID(model)) == nil)
            }
        }
        let replacement = { RetiredModels.replacement(for: try ModelID($0)) }
        #expect(try replacement("amazon.titan-text-express-v1") == "amazon.nova-lite-v1:0")
        #expect(
            try replacement("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-lite-v1")
                == "amazon.nova-micro-v1:0")
        #expect(
            try replacement("us.meta.llama3-2-90b-instruct-v1:0")
                == "meta.llama3-3-70b-instruct-v1:0")
    }

    @Test func `every family recognises its own examples, and is listed`() throws {
        for family in ModelFamilies.all {
            for example in family.examples {
                #expect(ModelFamilies.family(of: try ModelID(example))?.name == family.name)
            }
            #expect(ModelFamilies.family(called: family.name) != nil)
        }
        let lines = ModelList().lines
        #expect(lines.count == ModelFamilies.all.count)
        #expect(
            lines.contains {
                $0.hasPrefix("nova\t") && $0.contains("amazon.nova-lite-v1:0")
                    && $0.contains(#""maxTokens":512"#)
            })
        #expect(lines.contains { $0.hasPrefix("titan-text\t") && $0.contains("(ended)") })
    }
}
