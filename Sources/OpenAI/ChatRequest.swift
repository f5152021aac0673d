// SPDX-License-Identifier: MIT-0

package import Dialogue
import FoundationEssentials
package import Transfer

/// The body of `POST /v1/chat/completions`, as OpenAI's API reference describes it.
package struct ChatRequest: Sendable {
    package var model: String?
    package var request: ReplyRequest
    /// Fields beside the known ones; they win over them.
    package var extra: [String: JSONValue]

    package init(model: String?, _ request: ReplyRequest, extra: [String: JSONValue] = [:]) {
        self.model = model
        self.request = request
        self.extra = extra
    }

    /// The JSON that is sent: always streaming, with the usage at the end; keys sorted.
    package var body: [UInt8] {
        get throws {
            try JSONValue.object(fields).encoded()
        }
    }

    /// The same as people read it, with a line feed at the end.
    package var printed: String {
        get throws {
            String(decoding: try JSONValue.object(fields).encoded(pretty: true), as: UTF8.self)
                + "\n"
        }
    }

    private var fields: [String: JSONValue] {
        let options = request.options
        var fields: [String: JSONValue] = [
            "messages": .array(messages), "stream": .bool(true),
            "stream_options": .object(["include_usage": .bool(true)]),
        ]
        fields["model"] = model.map { .string($0) }
        fields["max_tokens"] = options.maxTokens.map { .integer($0) }
        fields["temperature"] = options.temperature.map { .number($0) }
        fields["top_p"] = options.topP.map { .number($0) }
        if !options.stopSequences.isEmpty {
            fields["stop"] = .array(options.stopSequences.map { .string($0) })
        }
        return fields.merging(extra) { $1 }
    }

    private var messages: [JSONValue] {
        let system = request.system.map { [Self.message("system", $0)] } ?? []
        return system
            + request.messages.map { message in
                let images = message.attachments.compactMap(Self.image)
                guard !images.isEmpty else {
                    return Self.message(message.role.rawValue, message.text)
                }
                let text: JSONValue = ["type": "text", "text": .string(message.text)]
                return ["role": .string(message.role.rawValue), "content": .array(images + [text])]
            }
    }

    private static func message(_ role: String, _ text: String) -> JSONValue {
        .object(["role": .string(role), "content": .string(text)])
    }

    /// Nil for a document, which the protocol has no part for that servers agree on.
    private static func image(_ attachment: Attachment) -> JSONValue? {
        attachment.format.mediaType.map { type in
            let data = Data(attachment.bytes).base64EncodedString()
            return [
                "type": "image_url", "image_url": ["url": .string("data:\(type);base64,\(data)")],
            ]
        }
    }

    /// Throws for what can't be sent.
    package func check() throws {
        for kind in request.shownKinds { try ChatCompletions.check(kind) }
    }
}
