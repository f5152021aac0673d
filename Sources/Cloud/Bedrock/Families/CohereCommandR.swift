// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Cohere Command R and R+ (ended in 2026): Cohere's chat API.
struct CohereCommandR: ModelFamily {
    let name = "cohere-command-r"
    let examples = ["cohere.command-r-v1:0", "cohere.command-r-plus-v1:0"]
    let prefixes = ["cohere.command-r-"]
    let defaults: JSONValue = ["max_tokens": 512, "temperature": 0.3, "p": 0.75]
    let options = OptionPaths("max_tokens", "temperature", "p", stop: "stop_sequences")

    func conversation(_ request: ReplyRequest) -> JSONValue {
        var body: JSONValue = ["message": .string(request.messages.last?.text ?? "")]
        body["preamble"] = request.system.map { .string($0) }
        let before = request.messages.dropLast().map { message -> JSONValue in
            [
                "role": message.role == .user ? "USER" : "CHATBOT",
                "message": .string(message.text),
            ]
        }
        if !before.isEmpty { body["chat_history"] = .array(before) }
        return body
    }

    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        switch try chunk.text("event_type") {
        case "text-generation": ReplyPart(try chunk.text("text"))
        case "stream-end":
            CohereCommand.part(nil, reason: try chunk.text("finish_reason") ?? "COMPLETE")
        default: ReplyPart()
        }
    }
}
