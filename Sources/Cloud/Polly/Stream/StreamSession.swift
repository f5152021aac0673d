// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Transfer

/// One StartSpeechSynthesisStream: text goes up, audio comes down, at the same time.
struct StreamSession: Sendable {
    let host: String
    let patience: Duration
    let supply: StreamSupply
    let pieces: Channel<String>
    let output: Channel<SpeechEvent>

    // MARK: Up

    /// Takes pieces and sends them, until it is cancelled. Throws `TransferError.tooSlow` where
    /// the service owes audio for too long.
    func send(_ upload: EventUpload) async throws {
        supply.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await supply.feed(from: pieces) }
            group.addTask { try await pump(upload) }
            for try await _ in group {}
        }
    }

    private func pump(_ upload: EventUpload) async throws {
        var upload = upload
        do {
            while true {
                switch supply.next() {
                case .text(let text, let isFlushed):
                    try await upload.send(try Self.event(text, isFlushed: isFlushed))
                case .close:
                    try await upload.send(
                        EventStreamMessage(
                            event: "CloseStreamEvent", contentType: "application/json",
                            payload: Array("{}".utf8)))
                    try await upload.finish()
                case .wait(let instant): try await supply.wait(until: instant)
                case .overdue:
                    throw TransferError.tooSlow(
                        host: host, supply.wasAccepted ? .receiving : .waiting, limit: patience)
                }
            }
        } catch is CancellationError {
            // We are cancelled, or the exchange is over: then the answer says why.
            try Task.checkCancellation()
        }
    }

    private static func event(_ text: String, isFlushed: Bool) throws -> EventStreamMessage {
        var body: JSONValue = ["Text": .string(text), "TextType": "text"]
        if isFlushed { body["FlushStreamConfiguration"] = ["Force": true] }
        return EventStreamMessage(
            event: "TextEvent", contentType: "application/json", payload: try body.encoded())
    }

    // MARK: Down

    /// Delivers the audio to its end. Throws `PollyError`, `TransferError` or `EventStreamError`.
    func receive(_ response: HTTPResponse) async throws {
        supply.accepted()
        var decoder = EventStreamDecoder()
        var odd: [UInt8] = []
        while let bytes = try await response.body.receive() {
            for message in try decoder.push(bytes) {
                switch message.kind {
                case .event("AudioEvent"): try await deliver(message.payload, odd: &odd)
                case .event("StreamClosedEvent"): return supply.finished()
                case .event, .unknown: break
                case .exception(let code):
                    let body = try? JSONValue(parsing: message.payload)
                    var text = ""
                    if case .string(let words)? = body?["message"] { text = words }
                    throw failure(code, text)
                case .error(let code, let text): throw failure(code, text)
                }
            }
            if let failure = decoder.failure { throw failure }
        }
        try decoder.finish()
        throw PollyError.cutOff
    }

    /// A frame may come in two events.
    private func deliver(_ payload: [UInt8], odd: inout [UInt8]) async throws {
        let bytes = odd + payload
        odd = Array(bytes.suffix(bytes.count % 2))
        for event in supply.heard([Int16](littleEndian: bytes)) { try await output.send(event) }
        supply.delivered()
    }

    private func failure(_ code: String, _ message: String) -> PollyError {
        PollyError(
            ServiceError(host: host, code: code, message: message),
            action: "polly:StartSpeechSynthesisStream")
    }
}

extension [Int16] {
    /// The whole samples in bytes of PCM.
    init(littleEndian bytes: [UInt8]) {
        self = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
        }
    }
}
