// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Cohere Command and Command Light (ended in 2025). Defaults: those of AWS's Python sample, and
/// `stream`, without which the answer comes in one piece at the end.
struct CohereCommand: ModelFamily {
    let name = "cohere-command"
    let examples = ["cohere.command-text-v14", "cohere.command-light-text-v14"]
    let prefixes = ["cohere.command-text-", "cohere.command-light-text-"]
    let defaults: JSONValue = ["max_tokens": 1024, "temperature": 0.8, "stream": true]
    let options = OptionPaths("max_tokens", "temperature", "p", stop: "stop_sequences")
    let takesSystem = false

    /// A first question without instructions stands alone, as in the sample.
    func conversation(_ request: ReplyRequest) -> JSONValue {
        let transcript = Transcript(request, without: ["\nUser:", "\nChatbot:"])
        if transcript.system == nil, transcript.turns.count == 1, transcript.turns[0].reply == nil {
            return ["prompt": .string(transcript.turns[0].user)]
        }
        let turns = transcript.turns.map { turn in
            "User: \(turn.user)\nChatbot:" + (turn.reply.map { " \($0)\n" } ?? "")
        }
        let system = transcript.system.map { $0 + "\n\n" } ?? ""
        return ["prompt": .string(system + turns.joined())]
    }

    /// One chunk with `generations`, or pieces with `text`.
    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        if try chunk.has("generations") {
            let reason = try chunk.text("generations", 0, "finish_reason")
            return Self.part(
                try chunk.text("generations", 0, "text"), reason: reason ?? "COMPLETE")
        }
        let isLast = try chunk.flag("is_finished") == true
        let text = try chunk.text("text")
        let reason = try chunk.text("finish_reason")
        return Self.part(
            text == "<EOS_TOKEN>" ? nil : text, reason: isLast ? reason ?? "COMPLETE" : nil)
    }

    static func part(_ text: String?, reason: String?) -> ReplyPart {
        var part = ReplyPart(text, endsFor: reason)
        if reason == "ERROR" { part.failure = "the model ended with an error" }
        return part
    }
}
