// SPDX-License-Identifier: MIT-0

import Dialogue
import Testing
import Transfer

@testable import Cloud

/// What ConverseStream is sent.
struct ConverseBodyTests {
    @Test func `instructions, history and options have their places`() throws {
        let request = ask(
            "One?", "1", "Two?", system: "You speak briefly.",
            options: .init(maxTokens: 512, temperature: 0.5, topP: 0.9, stopSequences: ["END"]))
        let sent = try body(
            "amazon.nova-lite-v1:0", .converse, request, parameters: ["top_k=250"])
        let json = #"""
            {"system":[{"text":"You speak briefly."}],
            "messages":[{"role":"user","content":[{"text":"One?"}]},
            {"role":"assistant","content":[{"text":"1"}]},
            {"role":"user","content":[{"text":"Two?"}]}],
            "inferenceConfig":{"maxTokens":512,"temperature":0.5,"topP":0.9,"stopSequences":["END"]},
            "additionalModelRequestFields":{"top_k":250}}
            """#
        #expect(sent == (try JSONValue(parsing: json)))
    }

    @Test(arguments: [
        ("amazon.titan-text-express-v1", #"{"maxTokens":4096,"temperature":0,"topP":1}"#),
        ("us.amazon.nova-pro-v1:0", #"{"maxTokens":512,"temperature":0.7,"topP":0.9}"#),
        ("anthropic.claude-v2:1", #"{"maxTokens":300,"temperature":0.5,"topP":1}"#),
        ("global.anthropic.claude-sonnet-4-6", #"{"maxTokens":512}"#),
        ("meta.llama2-70b-chat-v1", #"{"maxTokens":512,"temperature":0.2,"topP":0.9}"#),
        ("cohere.command-light-text-v14", #"{"maxTokens":1024,"temperature":0.8}"#),
    ])
    func `a family's defaults are Converse's too`(model: String, json: String) throws {
        let sent = try body(model, .converse)
        #expect(sent["inferenceConfig"] == (try JSONValue(parsing: json)))
        #expect(sent["additionalModelRequestFields"] == nil)
    }

    @Test func `a model that nobody knows gets the bare conversation`() throws {
        let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3"
        let json = #"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#
        #expect(try body(arn, .converse) == (try JSONValue(parsing: json)))
    }

    /// Of 1100 tokens, by our own count.
    private let long = String(repeating: "word ", count: 815)

    @Test(
        arguments: [
            ("us.amazon.nova-lite-v1:0", 1024), ("amazon.nova-premier-v1:0", 1024),
            ("amazon.nova-sonic-v1:0", nil), ("amazon.titan-text-lite-v1", nil),
            ("anthropic.claude-v2:1", nil), ("anthropic.claude-3-haiku-20240307-v1:0", nil),
            ("us.anthropic.claude-3-5-haiku-20241022-v1:0", 2048),
            ("anthropic.claude-sonnet-4-20250514-v1:0", 1024),
            ("global.anthropic.claude-sonnet-4-5-20250929-v1:0", 1024),
            ("anthropic.claude-haiku-4-5-20251001-v1:0", 4096),
            ("anthropic.claude-opus-9-v1", 4096),
            ("meta.llama3-1-8b-instruct-v1:0", nil), ("openai.gpt-oss-20b-1:0", nil),
        ] as [(String, Int?)])
    func `which models keep what they have read is known`(model: String, minimum: Int?) throws {
        let id = try ModelID(model)
        #expect(ModelFamilies.family(of: id)?.cacheMinimum(of: id.name) == minimum)
    }

    @Test func `a point stands where enough is in front of it`() {
        let points = { (request: ReplyRequest) in
            let points = CachePoints(request, minimum: 1024)
            return (points.areAfterSystem ? ["system"] : [])
                + points.messages.sorted().map { "\($0)" }
        }
        #expect(points(ask("One?")) == [])
        #expect(points(ask("One?", "1", "Two?", system: "Be brief.")) == [])
        #expect(points(ask("One?", system: long)) == ["system"])
        #expect(points(ask("One?", "1", "Two?", system: long)) == ["system", "1"])
        #expect(points(ask("One?", long, "Two?")) == ["1"])
        #expect(points(ask(long, "1", "Two?", "2", "Three?", "3", "Four?")) == ["3", "5"])
        #expect(CachePoints(ask(long, "1", "Two?", system: long), minimum: nil).messages == [])
    }

    @Test(arguments: [
        "amazon.titan-text-lite-v1", "mistral.mistral-7b-instruct-v0:2", "cohere.command-text-v14",
    ])
    func `instructions are part of the first turn where a model takes none`(model: String) throws {
        let sent = try body(model, .converse, ask("One?", "1", "Two?", system: "Be brief."))
        #expect(sent["system"] == nil)
        guard case .array(let messages)? = sent["messages"] else {
            Issue.record("no messages")
            return
        }
        let first: JSONValue = [
            "role": "user", "content": [["text": "Be brief.\n\nOne?"]],
        ]
        #expect(messages.count == 3)
        #expect(messages.first == first)
    }

    @Test(arguments: [
        ("amazon.titan-text-lite-v1", "textGenerationConfig.maxTokenCount=64"),
        ("meta.llama3-1-8b-instruct-v1:0", "max_gen_len=64"),
        ("openai.gpt-oss-20b-1:0", "max_completion_tokens=64"),
        ("anthropic.claude-sonnet-4-6", "max_tokens=64"),
        ("amazon.nova-lite-v1:0", "inferenceConfig.maxTokens=64"),
        ("anthropic.claude-sonnet-4-6", "inferenceConfig.maxTokens=64"),
    ])
    func `a family's own name for what all models have does for Converse`(
        model: String, parameter: String
    ) throws {
        let sent = try body(model, .converse, parameters: [parameter])
        #expect(sent[["inferenceConfig", "maxTokens"]] == 64)
        #expect(sent["additionalModelRequestFields"] == nil)
    }

    @Test func `what Converse doesn't know goes to the model`() throws {
        let sent = try body(
            "amazon.nova-lite-v1:0", .converse,
            parameters: [
                "inferenceConfig.topK=20", "additionalModelRequestFields.x=1",
                "performanceConfig.latency=optimized", "requestMetadata.team=voice",
            ])
        let additional: JSONValue = ["inferenceConfig": ["topK": 20], "x": 1]
        #expect(sent["additionalModelRequestFields"] == additional)
        #expect(sent["performanceConfig"] == ["latency": "optimized"])
        #expect(sent["requestMetadata"] == ["team": "voice"])
        let sampling: JSONValue = ["maxTokens": 512, "temperature": 0.7, "topP": 0.9]
        #expect(sent["inferenceConfig"] == sampling)
    }

    @Test func `null removes a default`() throws {
        let sent = try body(
            "amazon.nova-lite-v1:0", .converse, parameters: ["inferenceConfig.temperature=null"])
        #expect(sent["inferenceConfig"] == ["maxTokens": 512, "topP": 0.9])
    }
}
