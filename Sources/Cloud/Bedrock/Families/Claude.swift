// SPDX-License-Identifier: MIT-0

import Dialogue
import FoundationEssentials
import Transfer

/// Anthropic Claude 3 and later (messages). No sampling by default: newer models refuse
/// `temperature` together with `top_p`, some refuse both.
struct Claude: ModelFamily {
    let name = "claude"
    let examples = [
        "anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-sonnet-4-6",
        "anthropic.claude-opus-4-6-v1",
    ]
    let prefixes = ["anthropic.claude-"]
    let defaults: JSONValue = ["anthropic_version": "bedrock-2023-05-31", "max_tokens": 512]
    let options = OptionPaths("max_tokens", "temperature", "top_p", stop: "stop_sequences")
    let shows: Set<Attachment.Kind> = [.image]

    /// The user guide's, "Prompt caching". Of those that came later it is taken for the highest of
    /// those before.
    func cacheMinimum(of model: String) -> Int? {
        let known = [
            ("claude-3-5-haiku", 2048), ("claude-3-7-sonnet", 1024), ("claude-sonnet-4-5", 1024),
            ("claude-sonnet-4-2", 1024), ("claude-opus-4-1", 1024), ("claude-opus-4-2", 1024),
        ]
        if let exact = known.first(where: { model.hasPrefix("anthropic.\($0.0)") }) {
            return exact.1
        }
        let later = ["claude-haiku-", "claude-sonnet-", "claude-opus-"]
        return later.contains { model.hasPrefix("anthropic.\($0)") } ? 4096 : nil
    }

    func conversation(_ request: ReplyRequest) -> JSONValue {
        var body: JSONValue = [:]
        body["system"] = request.system.map { .string($0) }
        body["messages"] = .array(
            request.messages.map { message in
                [
                    "role": .string(message.role.rawValue),
                    "content": Self.content(message),
                ]
            })
        return body
    }

    /// Images, then the words. (Documents have a form of their own for each format.)
    private static func content(_ message: Message) -> JSONValue {
        let images = message.attachments.compactMap { attachment -> JSONValue? in
            guard let type = attachment.format.mediaType else { return nil }
            let data = Data(attachment.bytes).base64EncodedString()
            return [
                "type": "image",
                "source": ["type": "base64", "media_type": .string(type), "data": .string(data)],
            ]
        }
        return .array(images + [["type": "text", "text": .string(message.text)]])
    }

    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var part = ReplyPart()
        switch try chunk.text("type") {
        case "message_start": part.inputTokens = try chunk.count("message", "usage", "input_tokens")
        case "content_block_delta":
            if try chunk.text("delta", "type") == "text_delta" {
                part.text = try chunk.text("delta", "text")
            }
        case "message_delta":
            part.reason = try chunk.text("delta", "stop_reason").map(StopReason.init(service:))
            part.outputTokens = try chunk.count("usage", "output_tokens")
        case "message_stop": part.isEnd = true
        default: break
        }
        return part
    }
}
