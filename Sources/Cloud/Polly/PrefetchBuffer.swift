// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization

/// Holds what has come of an answer until it is its turn: about 1 MB, half a minute of speech; then
/// the answer waits, down to the service. One task sends, one receives.
final class PrefetchBuffer: Sendable {
    private static let limitBytes = 1 << 20

    private struct State {
        var heldBytes = 0
        var hasSent = false
        var isOpen = false
    }

    /// Bounded by `limitBytes` long before.
    private let pieces = Channel<[UInt8]>(capacity: 4096)
    private let state = Mutex(State())
    private let room = Channel<Void>(capacity: 1)

    /// Appends bytes, waiting while the buffer is full.
    func send(_ bytes: [UInt8]) async throws {
        while state.withLock({ $0.heldBytes >= Self.limitBytes }) { _ = try await room.receive() }
        state.withLock {
            $0.heldBytes += bytes.count
            $0.hasSent = true
        }
        try await pieces.send(bytes)
    }

    func finish(throwing error: (any Error)? = nil) { pieces.finish(throwing: error) }

    /// Drops what was sent, for a new beginning.
    /// - Returns: false where it is too late: the receiver has begun.
    func takeBack() -> Bool {
        state.withLock { state in
            guard state.hasSent else { return true }
            guard !state.isOpen else { return false }
            while pieces.tryReceive() != nil {}
            state = State()
            return true
        }
    }

    /// Begins to receive: what is sent from now on is handed on.
    func open() { state.withLock { $0.isOpen = true } }

    /// The next bytes, or nil at the end.
    func receive() async throws -> [UInt8]? {
        guard let bytes = try await pieces.receive() else { return nil }
        state.withLock { $0.heldBytes -= bytes.count }
        room.trySend(())
        return bytes
    }
}
