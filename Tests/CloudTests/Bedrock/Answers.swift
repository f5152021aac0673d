// SPDX-License-Identifier: MIT-0

import Dialogue
import Foundation
import Transfer

@testable import Cloud

/// Answers as Bedrock writes them.
enum Answers {
    /// An event with its headers in Bedrock's order, and the padding that hides lengths.
    static func event(_ type: String, _ json: String, kind: String = "event") throws -> [UInt8] {
        let padded =
            json.hasSuffix("}") && json != "{}" ? json.dropLast() + #","p":"abcdef"}"# : json[...]
        return try EventStreamMessage(
            headers: [
                EventStreamHeader(kind == "event" ? ":event-type" : ":exception-type", type),
                EventStreamHeader(":content-type", "application/json"),
                EventStreamHeader(":message-type", kind),
            ], payload: Array(padded.utf8)
        ).encoded()
    }

    /// Chunks of InvokeModelWithResponseStream.
    static func chunks(_ chunks: [String]) throws -> [UInt8] {
        try chunks.flatMap { chunk in
            try event("chunk", #"{"bytes":"\#(Data(chunk.utf8).base64EncodedString())"}"#)
        }
    }

    static func exception(_ type: String, _ json: String) throws -> [UInt8] {
        try event(type, json, kind: "exception")
    }
}

/// What a reader made of an answer.
struct Read: Equatable {
    var text = ""
    var end: ReplyEvent?
    var failure: String?

    init(_ pieces: [[UInt8]], model: String, api: BedrockAPI) throws {
        var reply = BedrockReply(to: try BedrockCall(model: model, api: api))
        for piece in pieces {
            let (texts, error) = reply.take(piece)
            text += texts.joined()
            if let error {
                failure = "\(error)"
                return
            }
        }
        do {
            for event in try reply.finish() {
                if case .text(let piece) = event { text += piece } else { end = event }
            }
        } catch { failure = "\(error)" }
    }

    init(_ bytes: [UInt8], model: String, api: BedrockAPI = .invoke) throws {
        try self.init([bytes], model: model, api: api)
    }
}

extension ReplyEvent {
    static func finished(_ reason: StopReason, _ tokens: (Int, Int)) -> ReplyEvent {
        .finished(reason, Usage(inputTokens: tokens.0, outputTokens: tokens.1))
    }
}
