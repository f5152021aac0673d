// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// DeepSeek-R1: text completion; it thinks before it answers.
struct DeepSeekR1: ModelFamily {
    private static let (begin, end) = ("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>")
    private static let (user, assistant) = ("<｜User｜>", "<｜Assistant｜>")

    let name = "deepseek-r1"
    let examples = ["us.deepseek.r1-v1:0"]
    let prefixes = ["deepseek.r1-"]
    let defaults: JSONValue = ["max_tokens": 8192, "temperature": 0.6, "top_p": 0.9]
    let options = OptionPaths("max_tokens", "temperature", "top_p", stop: "stop")
    let reasoning = ReasoningMarks.opened

    /// The template of DeepSeek's model card: instructions stand before the first turn, replies
    /// end with a sign of their own.
    func conversation(_ request: ReplyRequest) -> JSONValue {
        let marks = [Self.begin, Self.end, Self.user, Self.assistant, "<think>", "</think>"]
        let transcript = Transcript(request, without: marks)
        let turns = transcript.turns.map { turn in
            Self.user + turn.user + Self.assistant
                + (turn.reply.map { $0 + Self.end } ?? "<think>\n")
        }
        return ["prompt": .string(Self.begin + (transcript.system ?? "") + turns.joined())]
    }

    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        ReplyPart(
            try chunk.text("choices", 0, "text"),
            endsFor: try chunk.text("choices", 0, "stop_reason"))
    }
}
