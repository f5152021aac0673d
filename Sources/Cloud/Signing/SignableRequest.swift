// SPDX-License-Identifier: MIT-0

package import Transfer

/// What a signature says of a request. It has to go out exactly as it stands here.
package struct SignableRequest: Sendable {
    /// What stands for the body in a signature.
    package enum Payload: Sendable, Equatable {
        /// The whole body; empty for none.
        case body([UInt8])
        /// The SHA-256 of a body that was hashed piece by piece, 32 bytes.
        case digest([UInt8])
        /// A stream of signed events: `STREAMING-AWS4-HMAC-SHA256-EVENTS`.
        case events
    }

    /// In capitals.
    package var method: String
    /// Absolute, http or https, percent-encoded.
    package var url: String
    package var headers: [HTTPField]
    package var payload: Payload
    /// Whether `X-Amz-Content-SHA256` is sent and signed. None of our services wants it but for
    /// streams of events, where it always is.
    package var sendsContentHash: Bool

    package init(
        _ method: String, _ url: String, headers: [HTTPField] = [], payload: Payload = .body([]),
        sendsContentHash: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.payload = payload
        self.sendsContentHash = sendsContentHash || payload == .events
    }
}

extension SignableRequest.Payload {
    /// The last line of the canonical request.
    func hash() throws(SigningError) -> String {
        switch self {
        case .body(let bytes): Hex.text(try SHA256.digest(of: bytes))
        case .digest(let digest): Hex.text(digest)
        case .events: "STREAMING-AWS4-HMAC-SHA256-EVENTS"
        }
    }
}
