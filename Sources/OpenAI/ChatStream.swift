// SPDX-License-Identifier: MIT-0

import Dialogue
import FoundationEssentials
import Transfer

/// Makes reply events of the bytes of a streamed answer, however they were split.
struct ChatStream {
    private let host: String
    private var events = ServerSentEvents()
    private let decoder = JSONDecoder()
    private var reason: StopReason?
    private var usage: Usage?
    /// Whether `[DONE]` has come: what follows is not looked at.
    private(set) var isDone = false

    init(host: String) { self.host = host }

    /// Takes the next bytes and returns the texts they complete, and the error that follows them:
    /// what came before it is still good.
    mutating func take(_ bytes: [UInt8]) -> (texts: [String], error: (any Error)?) {
        var texts: [String] = []
        do {
            for event in try events.take(bytes) where !isDone {
                if event.data == "[DONE]" {
                    isDone = true
                } else if let text = try text(of: event), !text.isEmpty {
                    texts.append(text)
                }
            }
            return (texts, nil)
        } catch { return (texts, error) }
    }

    /// The last event, once nothing more comes. Throws if the answer was cut off.
    func finish() throws(OpenAIError) -> ReplyEvent {
        guard isDone || reason != nil else { throw .cutOff(host: host) }
        return .finished(reason ?? .complete, usage)
    }

    /// Whether all of the answer's text has come, so that a broken end does no harm.
    var hasFinished: Bool { isDone || reason != nil }

    private mutating func text(of event: ServerSentEvent) throws(OpenAIError) -> String? {
        guard let chunk = try? decoder.decode(ChatChunk.self, from: Data(event.data.utf8)) else {
            throw .malformed(host: host, event.data)
        }
        if let error = chunk.error {
            let status = error.code ?? 500
            guard status == 429 || status == 503 else {
                throw .refused(host: host, status: status, message: error.message)
            }
            throw .busy(host: host, status: status, message: error.message)
        }
        if let counts = chunk.usage {
            usage = Usage(
                inputTokens: counts.prompt_tokens ?? 0, outputTokens: counts.completion_tokens ?? 0)
        }
        guard let choice = chunk.choices?.first(where: { ($0.index ?? 0) == 0 }) else { return nil }
        if let name = choice.finish_reason { reason = Self.reason(name) }
        return choice.delta?.content
    }

    private static func reason(_ name: String) -> StopReason {
        switch name {
        case "stop": .complete
        case "length": .maxTokens
        case "content_filter": .filtered
        default: .other(name)
        }
    }
}
