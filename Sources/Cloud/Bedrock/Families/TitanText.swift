// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Amazon Titan Text (ended in 2025). Defaults: those of AWS's Python sample.
struct TitanText: ModelFamily {
    let name = "titan-text"
    let examples = ["amazon.titan-text-express-v1", "amazon.titan-text-lite-v1"]
    let prefixes = ["amazon.titan-text-", "amazon.titan-tg1-"]
    let defaults: JSONValue = [
        "textGenerationConfig": [
            "maxTokenCount": 4096, "stopSequences": [], "temperature": 0, "topP": 1,
        ]
    ]
    let options = OptionPaths(
        "textGenerationConfig.maxTokenCount", "textGenerationConfig.temperature",
        "textGenerationConfig.topP", stop: "textGenerationConfig.stopSequences")
    let takesSystem = false

    /// The form for dialogues of the user guide; instructions stand before it.
    func conversation(_ request: ReplyRequest) -> JSONValue {
        let transcript = Transcript(request, without: ["\nUser:", "\nBot:"])
        let turns = transcript.turns.map { turn in
            "User: \(turn.user)\nBot:" + (turn.reply.map { " \($0)\n" } ?? "")
        }
        let system = transcript.system.map { $0 + "\n" } ?? ""
        return ["inputText": .string(system + turns.joined())]
    }

    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var part = ReplyPart(
            try chunk.text("outputText"), endsFor: try chunk.text("completionReason"))
        part.inputTokens = try chunk.count("inputTextTokenCount")
        part.outputTokens = try chunk.count("totalOutputTextTokenCount")
        return part
    }
}
