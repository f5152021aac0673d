// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization

/// The body of a request or of an answer, as it comes: a bounded channel that tells the curl
/// thread when it can go on.
///
/// Elements are pieces of any size, never empty. Single pass: a piece goes to one consumer. The
/// end is part of the stream; a full stream makes its producer wait, in both directions, down to
/// the other side of the connection.
///
/// Rejected: a bare `Channel`, which can't tell libcurl that a paused transfer may go on; a task
/// that pumps would be one more hop for each piece.
package final class BodyStream: Sendable {
    /// What the curl thread is told.
    enum News: Sendable { case moved, closed }
    enum Taken: Sendable { case bytes([UInt8]), nothing, end, failed }

    private struct State {
        var isAwaited = false
        var hasEnded = false
        var error: (any Error)?
        var bell: (@Sendable (News) -> Void)?
    }

    private let pieces: Channel<[UInt8]>
    private let state = Mutex(State())

    /// Makes an open stream that holds at most `capacity` pieces.
    package init(capacity: Int = 16) { pieces = Channel(capacity: capacity) }

    // MARK: Producing

    /// Appends a piece, waiting while the stream is full. An empty piece is nothing.
    ///
    /// Throws `CancellationError` when the task is cancelled or nobody wants more: the exchange
    /// is over.
    package func send(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try await pieces.send(bytes)
        ringIfAwaited()
    }

    /// Ends the stream; with an error, breaks the exchange off.
    package func finish(throwing error: (any Error)? = nil) {
        pieces.finish(throwing: error)
        state.withLock {
            guard !$0.hasEnded else { return }
            $0.hasEnded = true
            $0.error = error
        }
        ringIfAwaited()
    }

    // MARK: Consuming

    /// The next piece, or nil at the end; throws the `TransferError` that ended the answer.
    package func receive() async throws -> [UInt8]? {
        let bytes = try await pieces.receive()
        ringIfAwaited()
        return bytes
    }

    /// Reads to the end; throws `TransferError.tooLarge` beyond `limitBytes`.
    package func collect(atMost limitBytes: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try await receive() {
            all += bytes
            if all.count > limitBytes { throw TransferError.tooLarge(limitBytes: limitBytes) }
        }
        return all
    }

    /// Closes the stream from the consumer's side: its exchange is reset at once.
    package func cancel() {
        pieces.cancel()
        state.withLock { $0.bell }?(.closed)
    }

    // MARK: The curl thread's side

    /// Who is told when the stream moves that the curl thread waits for.
    func attach(_ bell: @escaping @Sendable (News) -> Void) {
        state.withLock { $0.bell = bell }
    }

    /// Drops what is queued and stops producers: the exchange is over.
    func close() { pieces.cancel() }

    /// Appends a piece if there is room; if not, the next `receive` rings.
    func offer(_ bytes: [UInt8]) -> Bool {
        if pieces.trySend(bytes) { return true }
        // A consumer may take between the two: say that we wait, then look again.
        state.withLock { $0.isAwaited = true }
        guard pieces.trySend(bytes) else { return false }
        state.withLock { $0.isAwaited = false }
        return true
    }

    /// Takes a piece if there is one; if not, the next `send` or `finish` rings.
    func take() -> Taken {
        if let bytes = pieces.tryReceive() { return .bytes(bytes) }
        // The end is noted after the last piece: look for it before looking again.
        let (hasEnded, hasFailed) = state.withLock {
            $0.isAwaited = !$0.hasEnded
            return ($0.hasEnded, $0.error != nil)
        }
        if let bytes = pieces.tryReceive() { return .bytes(bytes) }
        return hasFailed ? .failed : hasEnded ? .end : .nothing
    }

    private func ringIfAwaited() {
        let bell = state.withLock { state -> (@Sendable (News) -> Void)? in
            guard state.isAwaited else { return nil }
            state.isAwaited = false
            return state.bell
        }
        bell?(.moved)
    }
}

/// A body is a single-pass sequence of pieces.
extension BodyStream: AsyncSequence {
    package struct Iterator: AsyncIteratorProtocol {
        let body: BodyStream

        package mutating func next() async throws -> [UInt8]? { try await body.receive() }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(body: self) }
}
