// SPDX-License-Identifier: MIT-0

import Transfer

/// The way up of a stream of signed events.
///
/// Each signature covers the one before, so events go out in the order in which they are sent:
/// one task has it. A slow service makes the sender wait.
package struct EventUpload: Sendable {
    private let body: BodyStream
    private var signer: EventSigner

    init(_ body: BodyStream, _ signer: EventSigner) {
        self.body = body
        self.signer = signer
    }

    /// Signs an event and sends it. Throws `CancellationError` when the exchange is over.
    package mutating func send(_ event: EventStreamMessage) async throws {
        try await body.send(try signer.sign(event, at: .now()))
    }

    /// Sends the signed empty message that ends the events, and closes the way up.
    package mutating func finish() async throws {
        try await body.send(try signer.end(at: .now()))
        body.finish()
    }
}
