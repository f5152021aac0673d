// SPDX-License-Identifier: MIT-0

public import Dispatch
public import Synchronization

/// A bounded first-in, first-out queue that joins threads and tasks.
///
/// Any number of producers and consumers; each element goes to one consumer. Either side may be a
/// task (`send`, `receive`, `for try await`) or a thread that may block (`sendBlocking`,
/// `receiveBlocking`). A full channel makes its producers wait: nothing is dropped and nothing
/// grows. The end is an element of the stream: what was sent before `finish` is still received.
///
/// Cancelling the task that waits in `send` or `receive` makes that call throw
/// `CancellationError`; so does sending to a channel whose consumer has called `cancel`.
///
/// Rejected: `AsyncStream` (unbounded, or drops silently, and has no blocking side) and
/// swift-async-algorithms' `AsyncChannel` (no blocking side, no capacity).
///
/// Public, not package: Swift 6.3 specialises inlinable functions for other modules only so, and
/// looking up the types of what is generic took some 3 % of the time of `vc-chat` (perf).
public final class Channel<Element: Sendable>: Sendable {
    @usableFromInline let state: Mutex<ChannelState<Element>>

    /// Makes an open channel that holds at most `capacity` elements (at least one).
    @inlinable
    public init(capacity: Int) {
        state = Mutex(ChannelState(capacity: capacity < 1 ? 1 : capacity))
    }

    // MARK: Producing

    /// Appends an element, waiting while the channel is full.
    ///
    /// Throws `CancellationError` when the task is cancelled or the channel is closed: what this
    /// producer makes is no longer wanted.
    @inlinable
    public func send(_ element: Element) async throws {
        while true {
            try checkCancellation(handingOn: .room)
            switch state.withLock({ $0.put(element) }) {
            case .done(let wakeup):
                wakeup?.wake()
                return
            case .closed: throw CancellationError()
            case .full: await wait(for: .room)
            }
        }
    }

    /// Appends an element, blocking this thread while the channel is full.
    /// - Returns: false when the channel is closed: stop producing.
    @inlinable
    public func sendBlocking(_ element: Element) -> Bool {
        while true {
            switch state.withLock({ $0.put(element) }) {
            case .done(let wakeup):
                wakeup?.wake()
                return true
            case .closed: return false
            case .full: waitBlocking(for: .room)
            }
        }
    }

    /// Appends an element if there is room; never waits.
    /// - Returns: false when the channel is full or closed.
    @inlinable @discardableResult
    public func trySend(_ element: Element) -> Bool {
        guard case .done(let wakeup) = state.withLock({ $0.put(element) }) else { return false }
        wakeup?.wake()
        return true
    }

    /// Ends the stream: consumers receive what was sent, then nil, or `error` once if one is given.
    /// The first end counts; later ones do nothing.
    @inlinable
    public func finish(throwing error: (any Error)? = nil) {
        state.withLock { $0.finish(error) }.forEach { $0.wake() }
    }

    // MARK: Consuming

    /// The next element, or nil at the end; waits while the channel is empty.
    /// Throws what `finish(throwing:)` was given, or `CancellationError`.
    @inlinable
    public func receive() async throws -> Element? {
        while true {
            try checkCancellation(handingOn: .element)
            switch state.withLock({ $0.take() }) {
            case .element(let element, let wakeup):
                wakeup?.wake()
                return element
            case .end(let error):
                if let error { throw error }
                return nil
            case .empty: await wait(for: .element)
            }
        }
    }

    /// The next element, or nil at the end; blocks this thread while the channel is empty.
    @inlinable
    public func receiveBlocking() throws -> Element? {
        while true {
            switch state.withLock({ $0.take() }) {
            case .element(let element, let wakeup):
                wakeup?.wake()
                return element
            case .end(let error):
                if let error { throw error }
                return nil
            case .empty: waitBlocking(for: .element)
            }
        }
    }

    /// The same, at most `limit` long. No element is lost to the limit.
    @inlinable
    public func receiveBlocking(within limit: Duration) throws -> Received {
        while true {
            switch state.withLock({ $0.take() }) {
            case .element(let element, let wakeup):
                wakeup?.wake()
                return .element(element)
            case .end(let error):
                if let error { throw error }
                return .end
            case .empty: guard waitBlocking(for: .element, limit) else { return .timedOut }
            }
        }
    }

    /// The next element if one is waiting; never waits and never throws.
    @inlinable
    public func tryReceive() -> Element? {
        state.withLock { state -> (Element, Wakeup?)? in
            guard !state.isEmpty, case .element(let element, let wakeup) = state.take() else {
                return nil
            }
            return (element, wakeup)
        }.map { element, wakeup in
            wakeup?.wake()
            return element
        }
    }

    /// Closes the channel from the consumer's side: what is queued is dropped, producers that wait
    /// or come later are told to stop, and consumers receive nil.
    @inlinable
    public func cancel() {
        state.withLock { $0.cancel() }.forEach { $0.wake() }
    }

    // MARK: Waiting

    /// A waiter that was woken and is cancelled gives its wake-up to the next one.
    @inlinable
    func checkCancellation(handingOn need: Need) throws {
        guard Task.isCancelled else { return }
        state.withLock { $0.handOn(need) }?.wake()
        throw CancellationError()
    }

    @inlinable
    func wait(for need: Need) async {
        let id = state.withLock { $0.nextID() }
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let waits = state.withLock {
                    !Task.isCancelled
                        && $0.enlist(Waiter(id: id, need: need, wakeup: .task(continuation)))
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.dismiss(id) }?.wake()
        }
    }

    @inlinable
    func waitBlocking(for need: Need) { _ = waitBlocking(for: need, nil) }

    /// - Returns: false where nothing came within `limit`.
    @inlinable
    func waitBlocking(for need: Need, _ limit: Duration?) -> Bool {
        let semaphore = DispatchSemaphore(value: 0)
        let (id, waits) = state.withLock {
            let id = $0.nextID()
            return (id, $0.enlist(Waiter(id: id, need: need, wakeup: .thread(semaphore))))
        }
        guard waits else { return true }
        guard let limit else {
            semaphore.wait()
            return true
        }
        let nanoseconds = Int(limit / .nanoseconds(1))
        if semaphore.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success { return true }
        // Who was woken in the meantime isn't in the list any more.
        return state.withLock { $0.dismiss(id) } == nil
    }
}

/// A channel is a single-pass sequence; iterating it twice shares its elements out.
extension Channel: AsyncSequence {
    public struct Iterator: AsyncIteratorProtocol {
        @usableFromInline let channel: Channel

        @inlinable
        init(channel: Channel) { self.channel = channel }

        @inlinable
        public mutating func next() async throws -> Element? { try await channel.receive() }
    }

    @inlinable
    public func makeAsyncIterator() -> Iterator { Iterator(channel: self) }
}
