// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Amazon Nova: Converse's forms in InvokeModel's envelope. Defaults: the Nova user guide's.
struct Nova: ModelFamily {
    let name = "nova"
    let examples = ["amazon.nova-lite-v1:0", "amazon.nova-micro-v1:0", "amazon.nova-pro-v1:0"]
    let prefixes = ["amazon.nova-"]
    let defaults: JSONValue = [
        "schemaVersion": "messages-v1",
        "inferenceConfig": ["maxTokens": 512, "temperature": 0.7, "topP": 0.9],
    ]
    let options = OptionPaths.converse
    let shows: Set<Attachment.Kind> = [.image, .document]

    /// The user guide's, "Prompt caching"; a few more, as texts are counted roughly.
    func cacheMinimum(of model: String) -> Int? {
        let cached = ["micro", "lite", "pro", "premier"]
        return cached.contains { model.hasPrefix("amazon.nova-\($0)-") } ? 1024 : nil
    }

    func conversation(_ request: ReplyRequest) -> JSONValue {
        ConverseBody.conversation(request, takesSystem: true)
    }

    /// Each event is the one field of a chunk.
    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart {
        var part = ReplyPart()
        for (name, event) in chunk.fields ?? [:] {
            let next = try ConverseEvent.read(name, event)
            part.text = next.text ?? part.text
            part.reason = next.reason ?? part.reason
            part.isEnd = part.isEnd || next.isEnd
            part.inputTokens = next.inputTokens ?? part.inputTokens
            part.outputTokens = next.outputTokens ?? part.outputTokens
        }
        return part
    }
}
