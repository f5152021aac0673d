// SPDX-License-Identifier: MIT-0

/// One message of `application/vnd.amazon.eventstream`.
package struct EventStreamMessage: Sendable, Hashable {
    /// In the order of the wire, which means nothing; no name comes twice.
    package var headers: [EventStreamHeader]
    package var payload: [UInt8]

    package init(headers: [EventStreamHeader] = [], payload: [UInt8] = []) {
        self.headers = headers
        self.payload = payload
    }

    /// An event to send, as AWS's own clients write it.
    package init(event: String, contentType: String, payload: [UInt8]) {
        self.init(
            headers: [
                EventStreamHeader(":message-type", "event"),
                EventStreamHeader(":event-type", event),
                EventStreamHeader(":content-type", contentType),
            ],
            payload: payload)
    }

    /// The value of a header, if it is there.
    package subscript(_ name: String) -> EventStreamValue? {
        headers.first { $0.name == name }?.value
    }

    /// The value of a header that is there and is a string.
    package func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    package var messageType: String? { text(":message-type") }
    package var eventType: String? { text(":event-type") }
    package var exceptionType: String? { text(":exception-type") }
    package var contentType: String? { text(":content-type") }
}

extension EventStreamMessage {
    /// What a received message is.
    package enum Kind: Sendable, Equatable {
        /// An event of this type, "" if it names none. Types that aren't known are passed over.
        case event(String)
        /// A failure that the service's model knows; the payload is JSON with its `message`. The
        /// case of the type's first letter differs from service to service. Ends the stream.
        case exception(String)
        /// Any other failure of the service. Ends the stream.
        case error(code: String, message: String)
        /// A kind that nobody has told us of; passed over.
        case unknown
    }

    /// What the message is (Smithy, "amazon-eventstream", message types).
    package var kind: Kind {
        switch messageType {
        case "event": .event(eventType ?? "")
        // Transcribe's guide shows `:event-type` here too.
        case "exception": .exception(exceptionType ?? eventType ?? "")
        case "error": .error(code: text(":error-code") ?? "", message: text(":error-message") ?? "")
        default: .unknown
        }
    }
}
