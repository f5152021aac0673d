// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Models with the body and the chunks of OpenAI's chat completions, under whatever name.
struct Chat: ModelFamily {
    let name: String
    let examples: [String]
    let prefixes: [String]
    let defaults: JSONValue
    let options: OptionPaths
    let reasoning: ReasoningMarks

    init(
        _ name: String, examples: [String], prefixes: [String], defaults: JSONValue,
        maxTokens: String = "max_tokens", reasoning: ReasoningMarks = .atStart
    ) {
        self.name = name
        self.examples = examples
        self.prefixes = prefixes
        self.defaults = defaults
        self.reasoning = reasoning
        options = OptionPaths(maxTokens, "temperature", "top_p", stop: "stop")
    }

    static let mistral = Chat(
        "mistral", examples: ["mistral.mistral-large-3-675b-instruct"],
        prefixes: ["mistral."], defaults: ["max_tokens": 512])
    static let jamba = Chat(
        "jamba", examples: ["ai21.jamba-1-5-mini-v1:0", "ai21.jamba-1-5-large-v1:0"],
        prefixes: ["ai21.jamba-"],
        defaults: ["max_tokens": 4096, "temperature": 1, "top_p": 1, "n": 1])
    static let deepSeek = Chat(
        "deepseek", examples: ["deepseek.v3-v1:0"], prefixes: ["deepseek."],
        defaults: ["max_tokens": 512])
    /// Its reasoning counts as tokens of the reply.
    static let gptOSS = Chat(
        "gpt-oss", examples: ["openai.gpt-oss-20b-1:0", "openai.gpt-oss-120b-1:0"],
        prefixes: ["openai."],
        defaults: [
            "max_completion_tokens": 2048, "temperature": 0.7, "top_p": 0.9, "stream": true,
        ], maxTokens: "max_completion_tokens", reasoning: .anywhere)
    static let qwen = Chat(
        "qwen", examples: ["qwen.qwen3-32b-v1:0"], prefixes: ["qwen."],
        defaults: ["max_tokens": 512])
    /// What is said to take the same form.
    static let others = Chat(
        "chat", examples: [],
        prefixes: ["writer.", "nvidia.", "google.", "moonshot", "minimax.", "zai."],
        defaults: ["max_tokens": 512])

    func conversation(_ request: ReplyRequest) -> JSONValue {
        let message = { (role: String, text: String) -> JSONValue in
            ["role": .string(role), "content": .string(text)]
        }
        let system = request.system.map { [message("system", $0)] } ?? []
        return [
            "messages": .array(
                system + request.messages.map { message($0.role.rawValue, $0.text) })
        ]
    }

    /// Which forms Mistral's and Jamba's chunks have isn't documented: all that are known are read.
    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var text = try chunk.text("choices", 0, "message", "content")
        if text == nil { text = try chunk.text("choices", 0, "delta", "content") }
        if text == nil { text = try chunk.text("outputs", 0, "text") }
        var reason = try chunk.text("choices", 0, "finish_reason")
        if reason == nil { reason = try chunk.text("choices", 0, "stop_reason") }
        if reason == nil { reason = try chunk.text("outputs", 0, "stop_reason") }
        var part = ReplyPart(text, endsFor: reason)
        part.inputTokens = try chunk.count("usage", "prompt_tokens")
        part.outputTokens = try chunk.count("usage", "completion_tokens")
        return part
    }
}
