// SPDX-License-Identifier: MIT-0

import Channels

/// HTTP over libcurl: exchanges that stream both ways at once, on connections that are reused.
///
/// One thread does all the network's work for all exchanges of a client; it starts with the first
/// one and ends with the client. TLS is verified always. `https_proxy`, `http_proxy`, `ALL_PROXY`
/// and `NO_PROXY` are honoured (by libcurl). Redirects are answers like any other.
package final class HTTPClient: Sendable {
    private let inbox: CurlInbox

    /// `trusting`: a PEM file whose roots are trusted instead of the system's.
    package init(trusting bundle: String? = nil) { inbox = CurlInbox(trusting: bundle) }

    deinit { inbox.stop() }

    /// Sends a request and gives its answer to `use` as soon as the answer's head is there.
    ///
    /// The exchange lasts as long as `use` does, at most. When it returns, what is left of the
    /// answer is discarded; when it throws or the task is cancelled, the exchange is reset at once:
    /// its connection, or only its stream while others are on the connection. Throws `TransferError` or `CancellationError`.
    package func exchange<Value>(
        _ request: HTTPRequest, _ use: (HTTPResponse) async throws -> Value
    ) async throws -> Value {
        let exchange = try Exchange(request)
        return try await withTaskCancellationHandler {
            do {
                inbox.submit(.start(exchange))
                guard let head = try await exchange.head.receive() else {
                    throw CancellationError()
                }
                let value = try await use(HTTPResponse(head: head, body: exchange.answer))
                inbox.submit(.release(exchange))
                return value
            } catch {
                reset(exchange)
                throw error
            }
        } onCancel: {
            reset(exchange)
        }
    }

    /// Opens a connection ahead of need, by asking for the head of `url`; the answer is not looked
    /// at. libcurl has no way of opening a connection without a request that later ones may use.
    package func preconnect(
        to url: String, headers: [HTTPField] = [], version: HTTPRequest.Version = .automatic,
        deadlines: Deadlines = .init(firstByte: .seconds(10))
    ) async throws {
        let request = HTTPRequest(
            "HEAD", url, headers: headers, version: version, deadlines: deadlines)
        try await exchange(request) { response in
            while try await response.body.receive() != nil {}
        }
    }

    private func reset(_ exchange: Exchange) {
        exchange.cancel()
        inbox.submit(.cancel(exchange))
    }
}
