// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Meta Llama. It takes no stop sequences. Templates: Meta's model cards.
struct Llama: ModelFamily {
    /// How turns are marked.
    enum Template {
        case instructions
        case headers(start: String, end: String, turnEnd: String)
    }

    let name: String
    let examples: [String]
    let prefixes: [String]
    let temperature: Double
    let template: Template
    let options = OptionPaths("max_gen_len", "temperature", "top_p", stop: nil)

    /// Ended in 2024. Defaults: those of AWS's Python sample, which sent the bare text; a chat
    /// model without its template goes on with the question.
    static let llama2 = Llama(
        name: "llama2", examples: ["meta.llama2-13b-chat-v1", "meta.llama2-70b-chat-v1"],
        prefixes: ["meta.llama2-"], temperature: 0.2, template: .instructions)
    static let llama3 = Llama(
        name: "llama3",
        examples: ["meta.llama3-1-8b-instruct-v1:0", "meta.llama3-3-70b-instruct-v1:0"],
        prefixes: ["meta.llama3-"], temperature: 0.5,
        template: .headers(
            start: "<|start_header_id|>", end: "<|end_header_id|>", turnEnd: "<|eot_id|>"))
    static let llama4 = Llama(
        name: "llama4",
        examples: [
            "meta.llama4-maverick-17b-instruct-v1:0", "meta.llama4-scout-17b-instruct-v1:0",
        ], prefixes: ["meta.llama4-"], temperature: 0.5,
        template: .headers(start: "<|header_start|>", end: "<|header_end|>", turnEnd: "<|eot|>"))

    var defaults: JSONValue {
        ["max_gen_len": 512, "temperature": .number(temperature), "top_p": 0.9]
    }

    func conversation(_ request: ReplyRequest) -> JSONValue {
        switch template {
        case .instructions: ["prompt": .string(instructions(request))]
        case .headers(let start, let end, let turnEnd):
            ["prompt": .string(headers(request, start, end, turnEnd))]
        }
    }

    private func instructions(_ request: ReplyRequest) -> String {
        let marks = ["<s>", "</s>", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>"]
        let transcript = Transcript(request, without: marks)
        let system = transcript.system.map { "<<SYS>>\n\($0)\n<</SYS>>\n\n" } ?? ""
        return transcript.turns.enumerated().map { index, turn in
            "<s>[INST] \(index == 0 ? system : "")\(turn.user) [/INST]"
                + (turn.reply.map { " \($0) </s>" } ?? "")
        }.joined()
    }

    private func headers(
        _ request: ReplyRequest, _ start: String, _ end: String, _ turnEnd: String
    ) -> String {
        let marks = [
            start, end, turnEnd, "<|begin_of_text|>", "<|end_of_text|>", "<|eom_id|>", "<|eom|>",
            "<|python_tag|>", "<|python_start|>", "<|python_end|>",
        ]
        let transcript = Transcript(request, without: marks)
        let head = { (role: String) in "\(start)\(role)\(end)\n\n" }
        var prompt = "<|begin_of_text|>"
        if let system = transcript.system { prompt += head("system") + system + turnEnd }
        for turn in transcript.turns {
            prompt += head("user") + turn.user + turnEnd + head("assistant")
            if let reply = turn.reply { prompt += reply + turnEnd }
        }
        return prompt
    }

    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var part = ReplyPart(try chunk.text("generation"), endsFor: try chunk.text("stop_reason"))
        part.inputTokens = try chunk.count("prompt_token_count")
        part.outputTokens = try chunk.count("generation_token_count")
        return part
    }
}
