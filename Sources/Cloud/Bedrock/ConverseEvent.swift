// SPDX-License-Identifier: MIT-0

import Transfer

/// What an event of ConverseStream says.
enum ConverseEvent {
    /// The types that say something; others needn't even be read.
    static let names: Set = ["contentBlockDelta", "messageStop", "metadata"]

    /// `name` is the event's type. Of what the model thinks, calls or cites, nothing is taken.
    static func read(_ name: String, _ event: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var part = ReplyPart()
        switch name {
        case "contentBlockDelta": part.text = try event.text("delta", "text")
        case "messageStop":
            guard let reason = try event.text("stopReason") else {
                throw ChunkMismatch(field: "stopReason")
            }
            return ReplyPart(nil, endsFor: reason)
        case "metadata":
            part.inputTokens = try event.count("usage", "inputTokens")
            part.outputTokens = try event.count("usage", "outputTokens")
            part.cacheReadTokens = try event.count("usage", "cacheReadInputTokens")
            part.cacheWriteTokens = try event.count("usage", "cacheWriteInputTokens")
        default: break
        }
        return part
    }
}
