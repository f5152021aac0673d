// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import Synchronization

/// A child that speaks, and the account of what it owes us, kept from answer to answer.
final class SpeakingChild: Sendable {
    /// How long a plain child is waited for.
    struct Limits {
        /// A piece ends when no PCM has come for this long.
        var quiet = Duration.milliseconds(300)
        /// To the first PCM of a piece.
        var patience = Duration.seconds(15)
        /// To the first sign of life. It may be loading, and then say that it is controlled.
        var loading = Duration.seconds(60)
    }

    /// Lines that are with a controlled child at a time: it makes one while another is delivered.
    static let ahead = 2

    let child: ExternalChild
    private let limits: Limits
    private let ledger = Mutex(PieceLedger())
    private let controlled = Mutex(false)
    private let showsLife = Mutex(false)

    init(_ child: ExternalChild, _ limits: Limits) {
        self.child = child
        self.limits = limits
    }

    var isControlled: Bool { controlled.withLock { $0 } }

    /// Speaks `pieces` to their end.
    func speak(_ pieces: Channel<String>, into output: Channel<SpeechEvent>) async throws {
        try await settle()
        // Room for the pieces that wait here: what the child has not been sent slows the sender.
        let room = Channel<Bool>(capacity: Self.ahead)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // One inbox for all: the loop below alone decides what is sent when.
                do {
                    for try await piece in pieces {
                        try await room.send(true)
                        try await self.child.inbox.send(.piece(piece))
                    }
                    try await self.child.inbox.send(.piecesEnded)
                } catch {
                    try Task.checkCancellation()
                    try await self.child.inbox.send(.piecesFailed(error))
                }
            }
            try await converse(room, into: output)
            group.cancelAll()
        }
    }

    /// Drops the work that is under way; what the child still says about it is passed over later.
    /// - Returns: false for a plain child, which can't be told.
    func abandon() -> Bool {
        guard isControlled else { return false }
        child.sendNow(.cancel(lines: ledger.withLock { $0.linesSent }))
        return true
    }

    /// Passes over what an abandoned answer left behind.
    private func settle() async throws {
        while !ledger.withLock({ $0.outstanding.isEmpty }) {
            guard let event = try await child.inbox.receive() else { throw await child.failure() }
            switch event {
            case .output(let bytes): _ = ledger.withLock { $0.take(bytes) }
            case .report(let report) where report.type == .done:
                _ = ledger.withLock { $0.done(bytes: report.bytes) }
            case .ended: throw await child.failure()
            case .report, .piece, .piecesEnded, .piecesFailed: break
            }
        }
        // A piece that was on its way when the answer was abandoned.
        while let event = child.inbox.tryReceive() {
            if case .report(let report) = event { try note(report) }
        }
    }

    private func converse(_ room: Channel<Bool>, into output: Channel<SpeechEvent>) async throws {
        var waiting: [String] = []
        var isLast = false
        var hasSpoken = false
        while true {
            while !waiting.isEmpty, outstanding < (isControlled ? Self.ahead : 1) {
                try await send(waiting.removeFirst())
                _ = room.tryReceive()
            }
            if isLast, waiting.isEmpty, outstanding == 0 { return }
            switch try await next(hasSpoken: hasSpoken) {
            case nil:
                // Silence is how a plain child's piece ends.
                hasSpoken = false
                try await deliver(ledger.withLock { $0.done(bytes: nil) }, to: output)
            case .piece(let text): waiting.append(text)
            case .piecesEnded: isLast = true
            case .piecesFailed(let error): throw PiecesFailed(reason: error)
            case .ended: throw await child.failure()
            case .output(let bytes):
                hasSpoken = true
                showsLife.withLock { $0 = true }
                try await deliver(ledger.withLock { $0.take(bytes) }, to: output)
            case .report(let report):
                try note(report)
                guard report.type == .done else { continue }
                try await deliver(ledger.withLock { $0.done(bytes: report.bytes) }, to: output)
            }
        }
    }

    /// The next event; nil when a plain child has been quiet for long enough.
    private func next(hasSpoken: Bool) async throws -> ChildEvent? {
        if isControlled || outstanding == 0 {
            return try await child.inbox.receive() ?? .ended
        }
        let patience = showsLife.withLock { $0 } ? limits.patience : limits.loading
        switch try await child.inbox.receive(within: hasSpoken ? limits.quiet : patience) {
        case .element(let event): return event
        case .end: return .ended
        case .timedOut: return nil
        }
    }

    private var outstanding: Int { ledger.withLock { $0.outstanding.count } }

    private func send(_ piece: String) async throws {
        ledger.withLock { $0.send(piece) }
        let line = piece.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
        try await child.child.input.send(Array(line.utf8))
    }

    private func deliver(_ events: [SpeechEvent], to output: Channel<SpeechEvent>) async throws {
        for event in events { try await output.send(event) }
    }

    private func note(_ report: ChildReport) throws {
        controlled.withLock { $0 = true }
        if report.type == .error { throw child.failure(report) }
    }
}

/// The child is not to blame.
struct PiecesFailed: Error {
    let reason: any Error
}
