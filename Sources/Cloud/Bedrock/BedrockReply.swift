// SPDX-License-Identifier: MIT-0

package import Dialogue
import FoundationEssentials
import Transfer

/// Makes a reply of the bytes of a streamed answer, however they were split.
package struct BedrockReply: Sendable {
    private let call: BedrockCall
    private var decoder = EventStreamDecoder()
    private var filter: ReasoningFilter
    private var reason: StopReason?
    private var inputTokens: Int?
    private var outputTokens: Int?
    private var cacheReadTokens, cacheWriteTokens: Int?
    /// Whether the model has said that its reply is whole; figures may follow.
    package private(set) var isWhole = false

    package init(to call: BedrockCall) {
        self.call = call
        filter = ReasoningFilter(
            call.api == .invoke ? call.family?.reasoning ?? .atStart : .atStart)
    }

    /// Takes the next bytes and returns the texts they complete, none of them empty, and the error
    /// that follows them: what came before it is still good. After an error nothing more is good.
    package mutating func take(_ bytes: [UInt8]) -> (texts: [String], error: (any Error)?) {
        var texts: [String] = []
        do {
            for message in try decoder.push(bytes) {
                let text = filter.take(try part(of: message).text ?? "")
                if !text.isEmpty { texts.append(text) }
            }
            return (texts, decoder.failure)
        } catch { return (texts, error) }
    }

    /// The last events, when the answer has ended. Throws if it ended too early.
    package mutating func finish() throws -> [ReplyEvent] {
        try decoder.finish()
        guard isWhole else { throw BedrockError.cutOff(model: call.model.text) }
        let rest = filter.finish()
        let usage =
            inputTokens == nil && outputTokens == nil
            ? nil
            : Usage(
                inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0,
                cacheReadTokens: cacheReadTokens, cacheWriteTokens: cacheWriteTokens)
        return (rest.isEmpty ? [] : [.text(rest)]) + [.finished(reason ?? .complete, usage)]
    }

    private mutating func part(of message: EventStreamMessage) throws(BedrockError) -> ReplyPart {
        switch message.kind {
        case .exception(let type):
            throw BedrockError(exception: type, payload: message.payload, call: call)
        case .error(let code, let text):
            throw BedrockError(code: code, httpStatus: 200, message: text.inOneLine, call: call)
        case .event(let name):
            let part: ReplyPart
            do throws(ChunkMismatch) {
                part = try event(name, message.payload)
            } catch {
                throw .malformed(model: call.model.text, problem: "field '\(error.field)'")
            }
            if let failure = part.failure {
                throw .failed(code: BedrockError.modelFailure, message: failure.inOneLine)
            }
            note(part)
            return part
        case .unknown: return ReplyPart()
        }
    }

    private func event(
        _ name: String, _ payload: [UInt8]
    ) throws(ChunkMismatch) -> ReplyPart {
        switch call.api {
        case .converse where ConverseEvent.names.contains(name):
            try ConverseEvent.read(name, json(payload))
        case .invoke where name == "chunk": try chunk(payload)
        case .converse, .invoke: ReplyPart()
        }
    }

    /// A chunk holds, in base64, one whole JSON value of the model's own, or the text `[DONE]`.
    private func chunk(
        _ payload: [UInt8]
    ) throws(ChunkMismatch) -> ReplyPart {
        guard let text = try json(payload).text("bytes"), let data = Data(base64Encoded: text)
        else { throw ChunkMismatch(field: "bytes") }
        let bytes = [UInt8](data)
        if bytes == Self.done || bytes == Self.quotedDone {
            var part = ReplyPart()
            part.isEnd = true
            return part
        }
        let chunk = try json(bytes)
        guard let family = call.family else { return ReplyPart() }
        var part = try family.read(chunk)
        if try chunk.has("error") {
            part.failure =
                (try? chunk.text("error", "message")) ?? (try? chunk.text("error")) ?? "an error"
        }
        return try withMetrics(of: chunk, part)
    }

    private static let done = Array("[DONE]".utf8)
    private static let quotedDone = Array("\"[DONE]\"".utf8)

    /// Bedrock's own figures, the same for all families.
    private func withMetrics(
        of chunk: JSONValue, _ part: ReplyPart
    ) throws(ChunkMismatch) -> ReplyPart {
        var part = part
        if case .string("INTERVENED")? = chunk["amazon-bedrock-guardrailAction"] {
            part.reason = .filtered
        }
        guard let metrics = chunk["amazon-bedrock-invocationMetrics"] else { return part }
        part.inputTokens = try metrics.count("inputTokenCount") ?? part.inputTokens
        part.outputTokens = try metrics.count("outputTokenCount") ?? part.outputTokens
        return part
    }

    private func json(_ bytes: [UInt8]) throws(ChunkMismatch) -> JSONValue {
        guard let value = try? JSONValue(parsing: bytes), value.fields != nil else {
            throw ChunkMismatch(field: "(not a JSON object)")
        }
        return value
    }

    private mutating func note(_ part: ReplyPart) {
        // A guardrail's reason stands, whatever the model says after it.
        if reason != .filtered { reason = part.reason ?? reason }
        inputTokens = part.inputTokens ?? inputTokens
        outputTokens = part.outputTokens ?? outputTokens
        cacheReadTokens = part.cacheReadTokens ?? cacheReadTokens
        cacheWriteTokens = part.cacheWriteTokens ?? cacheWriteTokens
        isWhole = isWhole || part.isEnd
    }
}
