// SPDX-License-Identifier: MIT-0

import CCurl

/// The transfers of one multi handle. Lives on the curl thread only.
struct Transfers {
    /// What is left of an answer that nobody reads is worth this much, to save the connection.
    private static let discardLimit = (bytes: 64 << 10, time: Duration.seconds(1))

    private let multi: UnsafeMutableRawPointer
    private let inbox: CurlInbox
    private let bundle: String?
    /// By exchange.
    private var transfers: [ObjectIdentifier: EasyTransfer] = [:]

    init(_ multi: UnsafeMutableRawPointer, inbox: CurlInbox, trusting bundle: String?) {
        self.multi = multi
        self.inbox = inbox
        self.bundle = bundle
    }

    mutating func perform(_ command: CurlInbox.Command) {
        switch command {
        case .start(let exchange): start(exchange)
        case .moved(let exchange): transfers[ObjectIdentifier(exchange)]?.goOn()
        case .release(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
            if exchange.upload != nil, !transfer.hasSentAll {
                end(transfer, throwing: CancellationError())
            } else {
                transfer.discard(
                    atMost: Self.discardLimit.bytes, until: .now + Self.discardLimit.time)
            }
        case .cancel(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
            end(transfer, throwing: CancellationError())
        }
    }

    private mutating func start(_ exchange: Exchange) {
        guard !exchange.isCancelled else {
            return exchange.finish(throwing: CancellationError())
        }
        do {
            let transfer = try EasyTransfer(exchange, trusting: bundle)
            let code = curl_multi_add_handle(multi, transfer.easy)
            guard code == CURLM_OK else {
                let reason = String(cString: curl_multi_strerror(code))
                throw TransferError.library(code: UInt32(bitPattern: code.rawValue), reason: reason)
            }
            transfers[ObjectIdentifier(exchange)] = transfer
            // Neither stream keeps its exchange: the exchange keeps both.
            let bell = { @Sendable [inbox, weak exchange] (news: BodyStream.News) in
                guard let exchange else { return }
                inbox.submit(news == .moved ? .moved(exchange) : .cancel(exchange))
            }
            exchange.answer.attach(bell)
            exchange.upload?.attach(bell)
        } catch {
            exchange.finish(throwing: error)
        }
    }

    /// Ends the transfers that are done.
    mutating func collectFinished() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            let result = message.pointee.data.result
            let easy = message.pointee.easy_handle
            guard let transfer = transfers.values.first(where: { $0.easy == easy }) else {
                continue
            }
            end(transfer, throwing: transfer.error(of: result), isDone: true)
        }
        for transfer in transfers.values where transfer.isAnsweredEarly {
            end(transfer, throwing: nil)
        }
    }

    /// Ends the transfers that are overdue.
    /// - Returns: for how many milliseconds nothing will be.
    mutating func enforceDeadlines() -> Int32 {
        let now = ContinuousClock.now
        var next: Duration = .seconds(3600)
        for transfer in transfers.values {
            guard let (instant, error) = transfer.deadline else { continue }
            if instant <= now {
                end(transfer, throwing: error)
            } else {
                next = min(next, now.duration(to: instant))
            }
        }
        return Int32((next / .milliseconds(1)).rounded(.up))
    }

    mutating func cancelAll() {
        for transfer in transfers.values { end(transfer, throwing: CancellationError()) }
    }

    /// Takes a transfer from libcurl, and resets it if it isn't done.
    ///
    /// libcurl closes an HTTP/1.1 connection then. On HTTP/2 it queues RST_STREAM (7.88) and sends
    /// it whenever the connection is used next, too late for a server that is still at work: so a
    /// connection that has no other stream is closed, and one that has others is flushed.
    private mutating func end(
        _ transfer: EasyTransfer, throwing error: (any Error)?, isDone: Bool = false
    ) {
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        if !isDone { vc_curl_close_afterwards(transfer.easy) }
        curl_multi_remove_handle(multi, transfer.easy)
        if !isDone {
            for other in transfers.values where other.exchange.origin == transfer.exchange.origin {
                other.flush()
            }
        }
        transfer.exchange.finish(throwing: error)
    }
}
