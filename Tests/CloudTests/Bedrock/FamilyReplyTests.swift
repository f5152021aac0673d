// SPDX-License-Identifier: MIT-0

import Dialogue
import TestSupport
import Testing

@testable import Cloud

/// How InvokeModel's chunks are read, family by family; texts of chunks as in AWS's documentation
/// and, where there are any, in recorded answers.
struct FamilyReplyTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        let model: String
        let chunks: [String]
        let text: String
        var reason = StopReason.complete
        var usage: Usage? = Usage(inputTokens: 12, outputTokens: 35)

        var testDescription: String { "\(model): \(text)" }
    }

    private static let metrics =
        #""amazon-bedrock-invocationMetrics":{"inputTokenCount":12,"outputTokenCount":35,"#
        + #""invocationLatency":1440,"firstByteLatency":327}"#

    static let answers = [
        Answer(
            model: "amazon.titan-text-express-v1",
            chunks: [
                #"{"outputText":" Hello, how can I help you today?","index":0,"#
                    + #""totalOutputTextTokenCount":11,"completionReason":"FINISH","#
                    + #""inputTextTokenCount":72,\#(metrics)}"#
            ], text: "Hello, how can I help you today?"),
        Answer(
            model: "amazon.titan-text-lite-v1",
            chunks: [
                #"{"outputText":"One","index":0,"totalOutputTextTokenCount":1,"#
                    + #""completionReason":null,"inputTextTokenCount":3}"#,
                #"{"outputText":" two","index":0,"totalOutputTextTokenCount":2,"#
                    + #""completionReason":"LENGTH","inputTextTokenCount":3}"#,
            ], text: "One two", reason: .maxTokens,
            usage: Usage(inputTokens: 3, outputTokens: 2)),
        Answer(
            model: "amazon.nova-lite-v1:0",
            chunks: [
                #"{"messageStart":{"role":"assistant"}}"#,
                #"{"contentBlockDelta":{"delta":{"text":"Hi"},"contentBlockIndex":0}}"#,
                #"{"contentBlockDelta":{"delta":{"text":" you"},"contentBlockIndex":0}}"#,
                #"{"contentBlockStop":{"contentBlockIndex":0}}"#,
                #"{"messageStop":{"stopReason":"end_turn"}}"#,
                #"{"metadata":{"usage":{"inputTokens":1,"outputTokens":2},"metrics":{},"#
                    + #""trace":{}},\#(metrics)}"#,
            ], text: "Hi you"),
        Answer(
            model: "amazon.nova-2-lite-v1:0",
            chunks: [
                #"{"contentBlockDelta":{"delta":{"reasoningContent":{"text":"Hm"}},"#
                    + #""contentBlockIndex":0}}"#,
                #"{"contentBlockDelta":{"delta":{"text":"Hi"},"contentBlockIndex":1}}"#,
                #"{"messageStop":{"stopReason":"content_filtered"}}"#,
            ], text: "Hi", reason: .filtered, usage: nil),
        Answer(
            model: "anthropic.claude-v2:1",
            chunks: [
                #"{"completion":" Here","stop_reason":null,"stop":null}"#,
                #"{"completion":" it is","stop_reason":null,"stop":null}"#,
                #"{"completion":"","stop_reason":"stop_sequence","stop":"\n\nHuman:",\#(metrics)}"#,
            ], text: "Here it is"),
        Answer(
            model: "anthropic.claude-v2",
            chunks: [
                #"{"completion":" Here","stop_reason":null,"stop":null}"#,
                #"{"completion":"","stop_reason":"stop_sequence","stop":"END",\#(metrics)}"#,
            ], text: "Here", reason: .stopSequence),
        Answer(
            model: "global.anthropic.claude-sonnet-4-6",
            chunks: [
                #"{"type":"message_start","message":{"id":"msg_bdrk_01","type":"message","#
                    + #""role":"assistant","model":"claude","content":[],"stop_reason":null,"#
                    + #""usage":{"input_tokens":12,"cache_creation_input_tokens":0,"#
                    + #""output_tokens":1}}}"#,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","#
                    + #""thinking":""}}"#,
                #"{"type":"ping"}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","#
                    + #""thinking":"Let me see"}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","#
                    + #""signature":"c2ln"}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"content_block_start","index":1,"content_block":{"type":"text","#
                    + #""text":""}}"#,
                #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","#
                    + #""text":"Hé"}}"#,
                #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","#
                    + #""text":"llo 👋"}}"#,
                #"{"type":"content_block_stop","index":1}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"max_tokens","#
                    + #""stop_sequence":null},"usage":{"output_tokens":34}}"#,
                #"{"type":"message_stop",\#(metrics)}"#,
            ], text: "Héllo 👋", reason: .maxTokens),
        Answer(
            model: "meta.llama2-13b-chat-v1",
            chunks: [
                #"{"generation":" Hello","prompt_token_count":7,"generation_token_count":1,"#
                    + #""stop_reason":null}"#,
                #"{"generation":"!","prompt_token_count":null,"generation_token_count":2,"#
                    + #""stop_reason":null}"#,
                #"{"generation":"","prompt_token_count":null,"generation_token_count":3,"#
                    + #""stop_reason":"stop",\#(metrics)}"#,
            ], text: "Hello!"),
        Answer(
            model: "mistral.mistral-7b-instruct-v0:2",
            chunks: [
                #"{"outputs":[{"text":" To","stop_reason":null}]}"#,
                #"{"outputs":[{"text":")","stop_reason":"length"}],\#(metrics)}"#,
            ], text: "To)", reason: .maxTokens),
        Answer(
            model: "cohere.command-text-v14",
            chunks: [
                #"{"generations":[{"finish_reason":"COMPLETE","id":"a","text":" Well."}],"#
                    + #""id":"b","prompt":"hi",\#(metrics)}"#
            ], text: "Well."),
        Answer(
            model: "cohere.command-light-text-v14",
            chunks: [
                #"{"index":0,"is_finished":false,"text":" Hi"}"#,
                #"{"index":0,"is_finished":false,"text":" you"}"#,
                #"{"index":0,"is_finished":false,"text":"<EOS_TOKEN>"}"#,
                #"{"is_finished":true,"finish_reason":"MAX_TOKENS",\#(metrics)}"#,
            ], text: "Hi you", reason: .maxTokens),
        Answer(
            model: "cohere.command-r-v1:0",
            chunks: [
                #"{"is_finished":false,"event_type":"stream-start","generation_id":"g"}"#,
                #"{"is_finished":false,"event_type":"text-generation","text":"Hi"}"#,
                #"{"is_finished":false,"event_type":"citation-generation","citations":[]}"#,
                #"{"is_finished":true,"event_type":"stream-end","finish_reason":"ERROR_TOXIC","#
                    + #""response":{"text":"Hi"},\#(metrics)}"#,
            ], text: "Hi", reason: .filtered),
        Answer(
            model: "ai21.jamba-1-5-mini-v1:0",
            chunks: [
                #"{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"#
                    + #""finish_reason":null}]}"#,
                #"{"id":"c","choices":[{"index":0,"delta":{"content":"!"},"#
                    + #""finish_reason":null}],"usage":{"prompt_tokens":2,"completion_tokens":3}}"#,
                "[DONE]",
            ], text: "Hi!", usage: Usage(inputTokens: 2, outputTokens: 3)),
        Answer(
            model: "mistral.mistral-large-2407-v1:0",
            chunks: [
                #"{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"#
                    + #""stop_reason":null}]}"#,
                #"{"choices":[{"index":0,"message":{"role":"assistant","content":"!"},"#
                    + #""stop_reason":"stop"}],\#(metrics)}"#,
            ], text: "Hi!"),
        Answer(
            model: "us.deepseek.r1-v1:0",
            chunks: [
                #"{"choices":[{"index":0,"text":"They say hi. </thi","stop_reason":null}]}"#,
                #"{"choices":[{"index":0,"text":"nk>\n","stop_reason":null}]}"#,
                #"{"choices":[{"index":0,"text":"\nHi","stop_reason":null}]}"#,
                #"{"choices":[{"index":0,"text":" you","stop_reason":"stop"}],\#(metrics)}"#,
            ], text: "Hi you"),
        Answer(
            model: "openai.gpt-oss-20b-1:0",
            chunks: [
                #"{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"#
                    + #""delta":{"role":"assistant","content":"<reasoning>"},"#
                    + #""finish_reason":null}]}"#,
                #"{"choices":[{"index":0,"delta":{"content":"A greeting</reason"}}]}"#,
                #"{"choices":[{"index":0,"delta":{"content":"ing>Hi"}}]}"#,
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],\#(metrics)}"#,
            ], text: "Hi"),
        Answer(
            model: "qwen.qwen3-32b-v1:0",
            chunks: [
                #"{"choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Hm"}}]}"#,
                #"{"choices":[{"index":0,"delta":{"content":"\n<think>\nHm</think>\n\nHi"}}]}"#,
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
                #"{"choices":[],\#(metrics)}"#,
            ], text: "Hi", reason: .other("tool_calls")),
        Answer(
            model: "meta.llama3-1-8b-instruct-v1:0",
            chunks: [
                #"{"generation":"No","amazon-bedrock-guardrailAction":"INTERVENED"}"#,
                #"{"generation":"","stop_reason":"stop",\#(metrics)}"#,
            ], text: "No", reason: .filtered),
        Answer(
            model: "amazon.titan-text-express-v1",
            chunks: [
                #"{"outputText":"Sorry","completionReason":"FINISH","#
                    + #""amazon-bedrock-guardrailAction":"INTERVENED",\#(metrics)}"#
            ], text: "Sorry", reason: .filtered),
    ]

    @Test(arguments: answers)
    func `chunks become the reply, however they were split`(answer: Answer) throws {
        let bytes = try Answers.chunks(answer.chunks)
        let whole = try Read(bytes, model: answer.model)
        #expect(whole.text == answer.text)
        #expect(whole.end == .finished(answer.reason, answer.usage))
        #expect(whole.failure == nil)
        var random = Seeded(9)
        for longest in [1, 5, 100] {
            let pieces = random.pieces(bytes, longest: longest)
            #expect(try Read(pieces, model: answer.model, api: .invoke) == whole)
        }
    }

    @Test(arguments: answers)
    func `without its end a reply was cut off`(answer: Answer) throws {
        // What only brings figures, or nothing, isn't an end.
        var chunks = answer.chunks
        while chunks.last.map({ $0.contains(#""metadata""#) || $0.contains(#""choices":[]"#) })
            == true
        { chunks.removeLast() }
        chunks.removeLast()
        let read = try Read(try Answers.chunks(chunks), model: answer.model)
        #expect(read.end == nil)
        #expect(read.failure == "\(BedrockError.cutOff(model: answer.model))")
        #expect(answer.text.hasPrefix(read.text))
    }

    @Test(arguments: [
        ("amazon.titan-text-express-v1", #"{"outputText":5}"#),
        ("amazon.titan-text-express-v1", #"["outputText"]"#),
        ("amazon.titan-text-express-v1", #"{"outputText":"a""#),
        ("amazon.nova-lite-v1:0", #"{"contentBlockDelta":"Hi"}"#),
        ("amazon.nova-lite-v1:0", #"{"messageStop":{}}"#),
        ("anthropic.claude-v2", #"{"completion":["a"]}"#),
        ("anthropic.claude-sonnet-4-6", #"{"type":"content_block_delta","delta":7}"#),
        ("meta.llama3-1-8b-instruct-v1:0", #"{"generation":{}}"#),
        ("mistral.mistral-7b-instruct-v0:2", #"{"outputs":{"text":"a"}}"#),
        ("cohere.command-text-v14", #"{"text":true}"#),
        ("us.deepseek.r1-v1:0", #"{"choices":[[]]}"#),
        ("qwen.qwen3-32b-v1:0", #"{"choices":[{"delta":{"content":1}}]}"#),
        ("qwen.qwen3-32b-v1:0", "DONE"), ("qwen.qwen3-32b-v1:0", ""),
    ])
    func `a chunk of another form breaks the reply`(model: String, chunk: String) throws {
        let read = try Read(try Answers.chunks([chunk]), model: model)
        #expect(read.text == "")
        #expect(read.failure?.contains("is not what the model is known for") == true)
    }

    @Test(arguments: [#"{"bytes":5}"#, #"{"bytes":"!!"}"#, #"{"x":1}"#, "[]", "", "5"])
    func `a chunk without its envelope breaks the reply`(payload: String) throws {
        let read = try Read(
            try Answers.event("chunk", payload), model: "meta.llama3-1-8b-instruct-v1:0")
        #expect(read.failure?.contains("is not what the model is known for") == true)
    }

    @Test(arguments: [
        ("cohere.command-text-v14", #"{"is_finished":true,"finish_reason":"ERROR"}"#),
        (
            "anthropic.claude-sonnet-4-6",
            #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
        ),
        ("qwen.qwen3-32b-v1:0", #"{"error":"out of memory"}"#),
    ])
    func `a model that tells of its failure has failed`(model: String, chunk: String) throws {
        let read = try Read(try Answers.chunks([chunk]), model: model)
        #expect(read.failure?.hasPrefix("Bedrock failed: ModelError: ") == true)
    }
}
