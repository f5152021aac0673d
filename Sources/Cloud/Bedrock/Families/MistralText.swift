// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Mistral AI's older models: text completion.
struct MistralText: ModelFamily {
    let name = "mistral-text"
    let examples = ["mistral.mistral-7b-instruct-v0:2", "mistral.mixtral-8x7b-instruct-v0:1"]
    let prefixes = [
        "mistral.mistral-7b-", "mistral.mixtral-8x7b-", "mistral.mistral-large-2402",
        "mistral.mistral-small-2402",
    ]
    let defaults: JSONValue = ["max_tokens": 512, "temperature": 0.5, "top_p": 0.9]
    let options = OptionPaths("max_tokens", "temperature", "top_p", stop: "stop")
    let takesSystem = false

    /// There is no role for instructions: they stand in the first turn.
    func conversation(_ request: ReplyRequest) -> JSONValue {
        let transcript = Transcript(request, without: ["<s>", "</s>", "[INST]", "[/INST]"])
        let turns = transcript.withSystemInFirstTurn.turns.map { turn in
            "[INST] \(turn.user) [/INST]" + (turn.reply.map { " \($0)</s>" } ?? "")
        }
        return ["prompt": .string("<s>" + turns.joined())]
    }

    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        ReplyPart(
            try chunk.text("outputs", 0, "text"),
            endsFor: try chunk.text("outputs", 0, "stop_reason"))
    }
}
