// SPDX-License-Identifier: MIT-0

import Dialogue
import Reporting
import Testing
import Transfer

@testable import Cloud

/// What InvokeModel is sent, family by family. The JSON is that of AWS's documentation.
struct FamilyBodyTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let model: String
        var parameters: [String] = []
        let json: String

        var testDescription: String { model }
    }

    static let documented = [
        Example(
            model: "amazon.titan-text-premier-v1:0",
            parameters: [
                "textGenerationConfig.temperature=0.7", "textGenerationConfig.topP=0.9",
                "textGenerationConfig.maxTokenCount=512",
            ],
            json: #"""
                {"inputText":"User: hi\nBot:","textGenerationConfig":{"temperature":0.7,"topP":0.9,
                "maxTokenCount":512,"stopSequences":[]}}
                """#),
        Example(
            model: "us.amazon.nova-lite-v1:0",
            parameters: ["inferenceConfig.topK=20", "inferenceConfig.stopSequences=[]"],
            json: #"""
                {"schemaVersion":"messages-v1","messages":[{"role":"user","content":[{"text":"hi"}]}],
                "inferenceConfig":{"maxTokens":512,"temperature":0.7,"topP":0.9,"topK":20,
                "stopSequences":[]}}
                """#),
        Example(
            model: "anthropic.claude-instant-v1", parameters: ["temperature=1"],
            json: #"""
                {"prompt":"\n\nHuman: hi\n\nAssistant:","max_tokens_to_sample":300,"temperature":1,
                "top_p":1,"top_k":250,"stop_sequences":["\n\nHuman:"],
                "anthropic_version":"bedrock-2023-05-31"}
                """#),
        Example(
            model: "anthropic.claude-sonnet-4-6",
            parameters: ["temperature=0.5", "top_p=0.9", "top_k=250", "stop_sequences=[]"],
            json: #"""
                {"anthropic_version":"bedrock-2023-05-31","max_tokens":512,"messages":[{"role":"user",
                "content":[{"type":"text","text":"hi"}]}],"temperature":0.5,"top_p":0.9,"top_k":250,
                "stop_sequences":[]}
                """#),
        Example(
            model: "meta.llama3-1-8b-instruct-v1:0",
            json: #"""
                {"prompt":"<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
                "temperature":0.5,"top_p":0.9,"max_gen_len":512}
                """#),
        Example(
            model: "meta.llama4-scout-17b-instruct-v1:0",
            json: #"""
                {"prompt":"<|begin_of_text|><|header_start|>user<|header_end|>\n\nhi<|eot|><|header_start|>assistant<|header_end|>\n\n",
                "temperature":0.5,"top_p":0.9,"max_gen_len":512}
                """#),
        Example(
            model: "mistral.mistral-7b-instruct-v0:2", parameters: ["top_k=50", "stop=[]"],
            json: #"""
                {"prompt":"<s>[INST] hi [/INST]","max_tokens":512,"temperature":0.5,"top_p":0.9,
                "top_k":50,"stop":[]}
                """#),
        Example(
            model: "mistral.mistral-large-2407-v1:0",
            json: #"{"messages":[{"role":"user","content":"hi"}],"max_tokens":512}"#),
        Example(
            model: "cohere.command-r-plus-v1:0", parameters: ["max_tokens=400", "k=0"],
            json: #"{"message":"hi","max_tokens":400,"temperature":0.3,"p":0.75,"k":0}"#),
        Example(
            model: "ai21.jamba-1-5-mini-v1:0", parameters: ["stop=[]"],
            json: #"""
                {"messages":[{"role":"user","content":"hi"}],"max_tokens":4096,"temperature":1.0,
                "top_p":1.0,"stop":[],"n":1}
                """#),
        Example(
            model: "us.deepseek.r1-v1:0", parameters: ["stop=[]"],
            json: #"""
                {"prompt":"<｜begin▁of▁sentence｜><｜User｜>hi<｜Assistant｜><think>\n","temperature":0.6,
                "top_p":0.9,"max_tokens":8192,"stop":[]}
                """#),
        Example(
            model: "deepseek.v3-v1:0",
            json: #"{"messages":[{"role":"user","content":"hi"}],"max_tokens":512}"#),
        Example(
            model: "openai.gpt-oss-20b-1:0", parameters: ["max_completion_tokens=512"],
            json: #"""
                {"messages":[{"role":"user","content":"hi"}],"max_completion_tokens":512,
                "temperature":0.7,"top_p":0.9,"stream":true}
                """#),
        Example(
            model: "qwen.qwen3-32b-v1:0",
            json: #"{"messages":[{"role":"user","content":"hi"}],"max_tokens":512}"#),
        Example(
            model: "moonshot.kimi-k2-thinking",
            json: #"{"messages":[{"role":"user","content":"hi"}],"max_tokens":512}"#),
    ]

    @Test(arguments: documented)
    func `a family's body is the documented one`(example: Example) throws {
        let sent = try body(example.model, parameters: example.parameters)
        #expect(sent == (try JSONValue(parsing: example.json)))
    }

    /// Defaults of github.com/aws-samples/amazon-bedrock-voice-conversation.
    static let sampled = [
        ("amazon.titan-text-express-v1", titan), ("amazon.titan-text-lite-v1", titan),
        ("anthropic.claude-v2", claude), ("anthropic.claude-v2:1", claude),
        ("meta.llama2-13b-chat-v1", llama), ("meta.llama2-70b-chat-v1", llama),
        ("cohere.command-text-v14", cohere), ("cohere.command-light-text-v14", cohere),
    ]

    static let titan = #"""
        {"inputText":"User: hi\nBot:","textGenerationConfig":{"maxTokenCount":4096,"stopSequences":[],
        "temperature":0,"topP":1}}
        """#
    static let claude = #"""
        {"prompt":"\n\nHuman: hi\n\nAssistant:","max_tokens_to_sample":300,"temperature":0.5,
        "top_k":250,"top_p":1,"stop_sequences":["\n\nHuman:"],
        "anthropic_version":"bedrock-2023-05-31"}
        """#
    static let llama = #"""
        {"prompt":"<s>[INST] hi [/INST]","max_gen_len":512,"temperature":0.2,"top_p":0.9}
        """#
    static let cohere = #"{"prompt":"hi","max_tokens":1024,"temperature":0.8,"stream":true}"#

    @Test(arguments: sampled)
    func `the Python sample's models have its parameters`(model: String, json: String) throws {
        #expect(try body(model) == (try JSONValue(parsing: json)))
    }

    /// Two turns with instructions: the one text of families that go on with a text.
    static let templates: [(String, String, String)] = [
        (
            "amazon.titan-text-lite-v1", "inputText",
            "Be brief.\nUser: One?\nBot: 1\nUser: Two?\nBot:"
        ),
        (
            "anthropic.claude-v2:1", "prompt",
            "Be brief.\n\nHuman: One?\n\nAssistant: 1\n\nHuman: Two?\n\nAssistant:"
        ),
        (
            "meta.llama2-13b-chat-v1", "prompt",
            "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nOne? [/INST] 1 </s><s>[INST] Two? [/INST]"
        ),
        (
            "meta.llama3-3-70b-instruct-v1:0", "prompt",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nOne?<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n1<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nTwo?<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n"
        ),
        (
            "meta.llama4-maverick-17b-instruct-v1:0", "prompt",
            "<|begin_of_text|><|header_start|>system<|header_end|>\n\nBe brief.<|eot|>"
                + "<|header_start|>user<|header_end|>\n\nOne?<|eot|>"
                + "<|header_start|>assistant<|header_end|>\n\n1<|eot|>"
                + "<|header_start|>user<|header_end|>\n\nTwo?<|eot|>"
                + "<|header_start|>assistant<|header_end|>\n\n"
        ),
        (
            "mistral.mixtral-8x7b-instruct-v0:1", "prompt",
            "<s>[INST] Be brief.\n\nOne? [/INST] 1</s>[INST] Two? [/INST]"
        ),
        (
            "cohere.command-text-v14", "prompt",
            "Be brief.\n\nUser: One?\nChatbot: 1\nUser: Two?\nChatbot:"
        ),
        (
            "us.deepseek.r1-v1:0", "prompt",
            "<｜begin▁of▁sentence｜>Be brief.<｜User｜>One?<｜Assistant｜>1<｜end▁of▁sentence｜>"
                + "<｜User｜>Two?<｜Assistant｜><think>\n"
        ),
    ]

    @Test(arguments: templates)
    func `a template holds instructions and history`(
        model: String, field: String, prompt: String
    ) throws {
        let sent = try body(model, .invoke, ask("One?", "1", "Two?", system: "Be brief."))
        #expect(sent[field] == .string(prompt))
    }

    static let conversations: [(String, String)] = [
        (
            "amazon.nova-lite-v1:0",
            #"""
            {"system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{"text":"One?"}]},
            {"role":"assistant","content":[{"text":"1"}]},
            {"role":"user","content":[{"text":"Two?"}]}]}
            """#
        ),
        (
            "anthropic.claude-opus-4-6-v1",
            #"""
            {"system":"Be brief.","messages":[
            {"role":"user","content":[{"type":"text","text":"One?"}]},
            {"role":"assistant","content":[{"type":"text","text":"1"}]},
            {"role":"user","content":[{"type":"text","text":"Two?"}]}]}
            """#
        ),
        (
            "cohere.command-r-v1:0",
            #"""
            {"preamble":"Be brief.","message":"Two?","chat_history":[
            {"role":"USER","message":"One?"},{"role":"CHATBOT","message":"1"}]}
            """#
        ),
        (
            "qwen.qwen3-32b-v1:0",
            #"""
            {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"One?"},
            {"role":"assistant","content":"1"},{"role":"user","content":"Two?"}]}
            """#
        ),
    ]

    @Test(arguments: conversations)
    func `a conversation holds instructions and history`(model: String, json: String) throws {
        let sent = try body(model, .invoke, ask("One?", "1", "Two?", system: "Be brief."))
        for (name, value) in try #require(try JSONValue(parsing: json).fields) {
            #expect(sent[name] == value)
        }
    }

    @Test(arguments: [
        (
            "meta.llama3-1-8b-instruct-v1:0", "a<|eo<|eot_id|>t_id|>\u{301}b",
            "\n\na\u{301}b<|eot_id|>"
        ),
        ("meta.llama4-scout-17b-instruct-v1:0", "a<|eot|>b", "\n\nab<|eot|>"),
        ("meta.llama2-13b-chat-v1", "a [/INST] b</s>", "[INST] a  b [/INST]"),
        ("mistral.mistral-7b-instruct-v0:2", "[INST]x[/INST]", "[INST] x [/INST]"),
        ("us.deepseek.r1-v1:0", "a<｜Assistant｜>b", "<｜User｜>ab<｜Assistant｜>"),
        ("anthropic.claude-v2", "a\n\nAssistant: b", "\n\nHuman: a b\n\nAssistant:"),
    ])
    func `what was said can't speak for somebody else`(
        model: String, said: String, rest: String
    ) throws {
        guard case .string(let prompt)? = try body(model, .invoke, ask(said))["prompt"] else {
            Issue.record("no prompt")
            return
        }
        #expect(Array(prompt.utf8).firstRange(of: Array(rest.utf8)) != nil, "\(prompt)")
    }

    @Test func `options that all models have go where the family has them`() throws {
        let options = GenerationOptions(
            maxTokens: 9, temperature: 0.25, topP: 0.5, stopSequences: ["END"])
        for family in ModelFamilies.all where !family.examples.isEmpty {
            var options = options
            if family.options.stop == nil { options.stopSequences = [] }
            let sent = try body(family.examples[0], .invoke, ask("hi", options: options))
            #expect(sent[try #require(family.options.maxTokens)] == 9)
            #expect(sent[try #require(family.options.temperature)] == 0.25)
            #expect(sent[try #require(family.options.topP)] == 0.5)
            if let path = family.options.stop {
                let before: [JSONValue] = family.name == "claude-v2" ? ["\n\nHuman:"] : []
                #expect(sent[path] == .array(before + ["END"]))
            }
        }
    }

    @Test func `Llama takes no stop sequences`() throws {
        let request = ask("hi", options: .init(stopSequences: ["END"]))
        #expect(throws: BedrockError.unsupportedOption("--stop", family: "llama3")) {
            try body("meta.llama3-1-8b-instruct-v1:0", .invoke, request)
        }
        #expect(BedrockError.unsupportedOption("--stop", family: "llama3").status == .usage)
    }
}
