// SPDX-License-Identifier: MIT-0

/// What one exchange asks for.
package struct HTTPRequest: Sendable {
    /// What goes up.
    package enum Body: Sendable {
        case none
        /// Known whole: `Content-Length` is sent, and libcurl may send it again on a new
        /// connection when a reused one turns out to be dead.
        case bytes([UInt8])
        /// Sent as it is made, while the answer is being read. The exchange reads the stream to
        /// its end, or cancels it when the answer is whole before (which only an answer with a
        /// `Content-Length` tells).
        case stream(BodyStream)
    }

    package enum Version: Sendable, Equatable {
        /// HTTP/2 on https where the server offers it (ALPN), else HTTP/1.1.
        case automatic
        case http1
        /// HTTP/2 from the first byte, also on http: the server is known to speak it. Over http
        /// the connection isn't shared.
        case http2PriorKnowledge
    }

    package var method: String
    /// Absolute, http or https, percent-encoded; goes out as it is written.
    package var url: String
    /// Sent as they are. `Host` and the length are libcurl's; it adds `Accept: */*` unless one is
    /// given, and neither `Expect` nor a `Content-Type` of its own.
    package var headers: [HTTPField]
    package var body: Body
    package var version: Version
    package var deadlines: Deadlines
    /// False: a connection of its own, closed afterwards.
    package var sharesConnection: Bool
    /// False: no proxy, whatever the environment says (for metadata services of the machine).
    package var usesProxy: Bool

    package init(
        _ method: String, _ url: String, headers: [HTTPField] = [], body: Body = .none,
        version: Version = .automatic, deadlines: Deadlines = .init(),
        sharesConnection: Bool = true, usesProxy: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.version = version
        self.deadlines = deadlines
        self.sharesConnection = sharesConnection
        self.usesProxy = usesProxy
    }
}
