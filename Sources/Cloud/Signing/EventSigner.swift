// SPDX-License-Identifier: MIT-0

/// Wraps the events of one input stream in signed messages, each signature covering the one before
/// (`AWS4-HMAC-SHA256-PAYLOAD`).
///
/// The chain is the order of the stream: one signer for each stream, and what it returns is sent in
/// that order. Answers aren't signed.
package struct EventSigner: Sendable {
    private let secretKey: String
    private let region: String
    private let service: String
    private let clockOffset: Duration
    private var key: SigningKey?
    /// Of the last message, or of the request that opened the stream.
    package private(set) var priorSignature: [UInt8]

    /// `priorSignature` is the one of the request that opened the stream, as bytes; `clockOffset` is
    /// how far the service's clock is ahead of ours.
    package init(
        after priorSignature: [UInt8], secretKey: String, region: String, service: String,
        clockOffset: Duration = .zero
    ) {
        self.priorSignature = priorSignature
        self.secretKey = secretKey
        self.region = region
        self.service = service
        self.clockOffset = clockOffset
    }

    /// The next message of the stream, ready for the wire.
    ///
    /// Throws `EventStreamError` if the event can't be encoded, `SigningError` if libcrypto refuses;
    /// the chain then stands as before.
    package mutating func sign(_ event: EventStreamMessage, at time: Timestamp) throws -> [UInt8] {
        try sign(event.encoded(), at: time)
    }

    /// The message that ends the stream: signed, and empty.
    package mutating func end(at time: Timestamp) throws -> [UInt8] { try sign([], at: time) }

    /// Signs an encoded event.
    mutating func sign(_ event: [UInt8], at time: Timestamp) throws -> [UInt8] {
        let time = time.advanced(by: clockOffset)
        var headers = [EventStreamHeader(":date", .timestamp(time))]
        let key = try key(at: time)
        let text = try Self.stringToSign(
            event, dated: headers.encoded(), at: time, scope: key.scope, after: priorSignature)
        let signature = try key.signature(of: text)
        headers.append(EventStreamHeader(":chunk-signature", .bytes(signature)))
        let message = try EventStreamMessage(headers: headers, payload: event).encoded()
        priorSignature = signature
        return message
    }

    static func stringToSign(
        _ event: [UInt8], dated date: [UInt8], at time: Timestamp, scope: SigningKey.Scope,
        after priorSignature: [UInt8]
    ) throws(SigningError) -> String {
        let hashes = [try SHA256.digest(of: date), try SHA256.digest(of: event)].map(Hex.text)
        return [
            "AWS4-HMAC-SHA256-PAYLOAD", time.basicText, scope.text, Hex.text(priorSignature),
            hashes[0], hashes[1],
        ].joined(separator: "\n")
    }

    /// A stream that runs past midnight signs on with the new day's key.
    private mutating func key(at time: Timestamp) throws(SigningError) -> SigningKey {
        let scope = SigningKey.Scope(day: time.day, region: region, service: service)
        if let key, key.scope == scope { return key }
        let key = try SigningKey(secretKey: secretKey, scope: scope)
        self.key = key
        return key
    }
}
