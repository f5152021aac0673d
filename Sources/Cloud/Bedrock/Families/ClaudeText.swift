// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Anthropic Claude v2 and Instant (ended in 2025). Defaults: those of AWS's Python sample.
struct ClaudeText: ModelFamily {
    private static let (human, assistant) = ("\n\nHuman:", "\n\nAssistant:")

    let name = "claude-v2"
    let examples = ["anthropic.claude-v2", "anthropic.claude-v2:1"]
    let prefixes = ["anthropic.claude-v2", "anthropic.claude-instant-"]
    let defaults: JSONValue = [
        "max_tokens_to_sample": 300, "temperature": 0.5, "top_k": 250, "top_p": 1,
        "stop_sequences": [.string(human)], "anthropic_version": "bedrock-2023-05-31",
    ]
    let options = OptionPaths(
        "max_tokens_to_sample", "temperature", "top_p", stop: "stop_sequences")

    /// Instructions stand before the first turn (Claude 2.1); no space after the last sign.
    func conversation(_ request: ReplyRequest) -> JSONValue {
        let transcript = Transcript(request, without: [Self.human, Self.assistant])
        let turns = transcript.turns.map { turn in
            "\(Self.human) \(turn.user)\(Self.assistant)" + (turn.reply.map { " \($0)" } ?? "")
        }
        return ["prompt": .string((transcript.system ?? "") + turns.joined())]
    }

    /// That the model would go on as the human is how its turn ends.
    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var part = ReplyPart(
            try chunk.text("completion"), endsFor: try chunk.text("stop_reason"))
        if part.reason == .stopSequence, try chunk.text("stop") ?? Self.human == Self.human {
            part.reason = .complete
        }
        return part
    }
}
