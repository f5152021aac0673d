// SPDX-License-Identifier: MIT-0

import Dialogue
import TestSupport
import Testing

@testable import Cloud

/// How ConverseStream's events are read.
struct ConverseReplyTests {
    private static let nova = "amazon.nova-lite-v1:0"

    private static func answer() throws -> [UInt8] {
        try [
            ("messageStart", #"{"role":"assistant"}"#),
            (
                "contentBlockDelta",
                #"{"delta":{"reasoningContent":{"text":"Hm"}},"contentBlockIndex":0}"#
            ),
            (
                "contentBlockDelta",
                #"{"delta":{"reasoningContent":{"signature":"c2ln"}},"contentBlockIndex":0}"#
            ),
            ("contentBlockStop", #"{"contentBlockIndex":0}"#),
            ("contentBlockDelta", #"{"delta":{"text":"To"},"contentBlockIndex":1}"#),
            ("newsOfTomorrow", #"{"x":1}"#),
            ("contentBlockDelta", #"{"delta":{"text":" bé 👋🏽"},"contentBlockIndex":1}"#),
            ("contentBlockStop", #"{"contentBlockIndex":1}"#),
            ("messageStop", #"{"stopReason":"end_turn"}"#),
            (
                "metadata",
                #"{"usage":{"inputTokens":7,"outputTokens":9,"totalTokens":16},"#
                    + #""metrics":{"latencyMs":532}}"#
            ),
        ].flatMap { try Answers.event($0.0, $0.1) }
    }

    @Test func `events become the reply, without reasoning, however they were split`() throws {
        let bytes = try Self.answer()
        let whole = try Read(bytes, model: Self.nova, api: .converse)
        #expect(whole.text == "To bé 👋🏽")
        #expect(whole.end == .finished(.complete, (7, 9)))
        var random = Seeded(3)
        for longest in [1, 3, 50, 500] {
            let pieces = random.pieces(bytes, longest: longest)
            #expect(try Read(pieces, model: Self.nova, api: .converse) == whole)
        }
    }

    @Test func `recorded bytes give the recorded text`() throws {
        let vectors = try EventStreamVectors.load()
        let converse = try #require(vectors.good.first { $0.name == "R1" }).bytes.bytes
        #expect(try Read(converse, model: Self.nova, api: .converse).text == "To")
        let invoke = try #require(vectors.good.first { $0.name == "E6" }).bytes.bytes
        let read = try Read(invoke, model: "amazon.titan-text-express-v1")
        #expect(read.text == "Hi")
        #expect(read.end == .finished(.complete, (3, 1)))
    }

    @Test(arguments: [
        ("end_turn", StopReason.complete), ("max_tokens", .maxTokens),
        ("stop_sequence", .stopSequence), ("guardrail_intervened", .filtered),
        ("content_filtered", .filtered), ("tool_use", .other("tool_use")),
        ("malformed_model_output", .other("malformed_model_output")),
        ("model_context_window_exceeded", .other("model_context_window_exceeded")),
    ])
    func `the reason to stop is told`(name: String, reason: StopReason) throws {
        let bytes = try Answers.event("messageStop", #"{"stopReason":"\#(name)"}"#)
        #expect(try Read(bytes, model: Self.nova, api: .converse).end == .finished(reason, nil))
    }

    @Test func `a stream that ends without messageStop was cut off`() throws {
        let bytes = try Answers.event("contentBlockDelta", #"{"delta":{"text":"Half"}}"#)
        let read = try Read(bytes, model: Self.nova, api: .converse)
        #expect(read.text == "Half")
        #expect(read.end == nil)
        #expect(read.failure == "\(BedrockError.cutOff(model: Self.nova))")
    }

    @Test func `a frame that is broken or not whole loses nothing that was good`() throws {
        let good = try Answers.event("contentBlockDelta", #"{"delta":{"text":"Good"}}"#)
        var broken = good
        broken[broken.count - 5] ^= 1
        let corrupt = try Read(good + broken, model: Self.nova, api: .converse)
        #expect(corrupt.text == "Good")
        #expect(corrupt.failure?.contains("checksum") == true)
        let cut = try Read(good + good.dropLast(3), model: Self.nova, api: .converse)
        #expect(cut.text == "Good")
        #expect(cut.failure?.contains("ended inside of a message") == true)
    }

    @Test(arguments: BedrockAPI.allCases)
    func `an exception in mid-stream comes after what was good`(api: BedrockAPI) throws {
        let good =
            try api == .converse
            ? Answers.event("contentBlockDelta", #"{"delta":{"text":"Good"}}"#)
            : Answers.chunks([#"{"contentBlockDelta":{"delta":{"text":"Good"}}}"#])
        let throttled = try Answers.exception(
            "throttlingException", #"{"message":"Too many tokens"}"#)
        let read = try Read(good + throttled + good, model: Self.nova, api: api)
        #expect(read.text == "Good")
        #expect(read.failure == "Bedrock wants fewer requests: Too many tokens")
    }

    @Test(arguments: [
        (
            "modelStreamErrorException",
            #"{"message":"An error","originalStatusCode":500,"originalMessage":"CUDA\nerror"}"#,
            "Bedrock failed: ModelStreamErrorException: An error: CUDA error"
        ),
        (
            "validationException", #"{"Message":"No such field"}"#,
            "Bedrock doesn't accept the request: No such field"
        ),
        ("internalServerException", "", "Bedrock failed: InternalServerException"),
    ])
    func `an exception brings the service's words`(
        type: String, payload: String, text: String
    ) throws {
        let bytes = try Answers.exception(type, payload)
        #expect(try Read(bytes, model: Self.nova, api: .converse).failure == text)
    }

    @Test func `an error that nobody has modeled is one too`() throws {
        let vectors = try EventStreamVectors.load()
        let bytes = try #require(vectors.good.first { $0.name == "E5" }).bytes.bytes
        let read = try Read(bytes, model: Self.nova, api: .converse)
        #expect(
            read.failure == "Bedrock failed: InternalError: An internal server error occurred.")
    }

    @Test(arguments: [
        ("contentBlockDelta", #"{"delta":{"text":5}}"#), ("contentBlockDelta", "[]"),
        ("contentBlockDelta", ""), ("messageStop", #"{"reason":"end_turn"}"#),
        ("metadata", #"{"usage":{"inputTokens":"7"}}"#),
    ])
    func `an event of another form breaks the reply`(type: String, payload: String) throws {
        let bytes = try Answers.event(type, payload)
        let read = try Read(bytes, model: Self.nova, api: .converse)
        #expect(read.end == nil)
        #expect(read.failure?.contains("is not what the model is known for") == true)
    }
}
