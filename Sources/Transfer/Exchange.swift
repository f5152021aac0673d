// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization

/// One exchange, as the task that asks and the curl thread share it.
final class Exchange: Sendable {
    let request: HTTPRequest
    let origin: Origin
    /// Receives the head once, or the error that came before it.
    let head = Channel<HTTPResponse.Head>(capacity: 1)
    let answer = BodyStream()
    private let cancelled = Atomic(false)

    /// Throws what would make libcurl send something else than was asked for.
    init(_ request: HTTPRequest) throws(TransferError) {
        origin = try Origin(url: request.url)
        if let field = request.headers.first(where: { !$0.isSendable }) {
            throw TransferError.invalidHeader(
                HTTPField(field.name, "").isSendable ? field.name : "")
        }
        self.request = request
    }

    /// Set before the curl thread is told, which may not even have heard of the start.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    /// The body that goes up, where it is a stream.
    var upload: BodyStream? {
        if case .stream(let stream) = request.body { stream } else { nil }
    }

    /// Ends both streams: the answer with `error`, or well.
    func finish(throwing error: (any Error)?) {
        head.finish(throwing: error)
        answer.finish(throwing: error)
        upload?.close()
    }
}
