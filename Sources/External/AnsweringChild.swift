// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import Synchronization

/// A child that answers, and the account of what it owes us, kept from turn to turn.
final class AnsweringChild: Sendable {
    let child: ExternalChild
    private let ledger = Mutex(ReplyLedger())

    init(_ child: ExternalChild) { self.child = child }

    var account: ReplyLedger { ledger.withLock { $0 } }

    /// Whether it is no more.
    var hasEnded: Bool { child.child.terminated != nil }

    /// Sends `line`, and sends on what the child answers as it comes.
    func answer(_ line: String, into output: Channel<ReplyEvent>) async throws {
        try await child.child.input.send(Array(line.utf8) + [UInt8(ascii: "\n")])
        ledger.withLock { $0.sendLine() }
        var text = UTF8Text()
        while true {
            for event in try await nextEvents() {
                switch event {
                case .bytes(let bytes): try await send(text.push(bytes), to: output)
                case .ended:
                    try await send(text.finish(), to: output)
                    try await output.send(.finished(.complete, nil))
                    return
                }
            }
        }
    }

    /// Drops the answer that is under way.
    /// - Returns: false for a plain child, which can't be told.
    func abandon() -> Bool {
        let account = account
        guard account.isControlled else { return false }
        child.sendNow(.cancel(lines: account.linesSent))
        return true
    }

    /// What the child says next. The end of a plain child ends its last line.
    private func nextEvents() async throws -> [ReplyLedger.Event] {
        switch try await child.inbox.receive() ?? .ended {
        case .report(let report):
            ledger.withLock { $0.isControlled = true }
            if report.type == .error { throw child.failure(report) }
            guard report.type == .done else { return [] }
            return ledger.withLock { $0.done(bytes: report.bytes) }
        case .output(let bytes): return ledger.withLock { $0.take(bytes) }
        case .piece, .piecesEnded, .piecesFailed: return []
        case .ended:
            let account = account
            guard account.hasBegun, !account.isControlled else { throw await child.failure() }
            return [.ended]
        }
    }

    private func send(_ text: String, to output: Channel<ReplyEvent>) async throws {
        if !text.isEmpty { try await output.send(.text(text)) }
    }
}
