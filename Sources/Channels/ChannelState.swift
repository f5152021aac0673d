// SPDX-License-Identifier: MIT-0

public import Dispatch

/// How a waiting task or thread is set going again.
@usableFromInline
enum Wakeup: Sendable {
    case task(UnsafeContinuation<Void, Never>)
    case thread(DispatchSemaphore)

    /// Called once, outside the lock.
    @usableFromInline
    func wake() {
        switch self {
        case .task(let continuation): continuation.resume()
        case .thread(let semaphore): semaphore.signal()
        }
    }
}

/// What a producer or a consumer waits for.
@usableFromInline
enum Need: Sendable { case room, element }

/// One task or thread that waits.
@usableFromInline
struct Waiter: Sendable {
    @usableFromInline let id: UInt64
    @usableFromInline let need: Need
    @usableFromInline let wakeup: Wakeup

    @usableFromInline
    init(id: UInt64, need: Need, wakeup: Wakeup) {
        self.id = id
        self.need = need
        self.wakeup = wakeup
    }
}

/// What a channel holds under its lock: every decision is made here, every wake-up outside.
@usableFromInline
struct ChannelState<Element: Sendable>: Sendable {
    @usableFromInline
    enum Put { case done(Wakeup?), full, closed }
    @usableFromInline
    enum Take { case element(Element, Wakeup?), empty, end((any Error)?) }

    @usableFromInline let capacity: Int
    @usableFromInline var waiters: [Waiter] = []
    @usableFromInline var elements: [Element] = []
    @usableFromInline var head = 0
    @usableFromInline var isOpen = true
    @usableFromInline var error: (any Error)?
    @usableFromInline var lastID: UInt64 = 0

    @inlinable
    init(capacity: Int) { self.capacity = capacity }

    @inlinable var isFull: Bool { elements.count - head >= capacity }
    /// Whether nothing is queued.
    @inlinable var isEmpty: Bool { elements.count == head }

    @inlinable
    mutating func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }

    /// Notes who waits, unless what is needed is there by now (or the channel is closed).
    @inlinable
    mutating func enlist(_ waiter: Waiter) -> Bool {
        guard isOpen, waiter.need == .room ? isFull : isEmpty else { return false }
        waiters.append(waiter)
        return true
    }

    /// Forgets a waiter; nil if it has been woken already.
    @inlinable
    mutating func dismiss(_ id: UInt64) -> Wakeup? {
        waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0).wakeup }
    }

    /// Whose turn it is, if what is needed is there.
    @inlinable
    mutating func handOn(_ need: Need) -> Wakeup? {
        (need == .room ? isFull : isEmpty) ? nil : next(need)
    }

    @inlinable
    mutating func next(_ need: Need) -> Wakeup? {
        waiters.firstIndex { $0.need == need }.map { waiters.remove(at: $0).wakeup }
    }

    @inlinable
    mutating func put(_ element: Element) -> Put {
        guard isOpen else { return .closed }
        guard !isFull else { return .full }
        elements.append(element)
        return .done(next(.element))
    }

    @inlinable
    mutating func take() -> Take {
        guard head < elements.count else {
            if isOpen { return .empty }
            defer { error = nil }
            return .end(error)
        }
        let element = elements[head]
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
            // Give memory back in amortised constant time.
        } else if head >= 64, head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return .element(element, next(.room))
    }

    @inlinable
    mutating func finish(_ error: (any Error)?) -> [Wakeup] {
        guard isOpen else { return [] }
        isOpen = false
        self.error = error
        return takeWaiters()
    }

    @inlinable
    mutating func cancel() -> [Wakeup] {
        isOpen = false
        error = nil
        elements = []
        head = 0
        return takeWaiters()
    }

    @inlinable
    mutating func takeWaiters() -> [Wakeup] {
        defer { waiters = [] }
        return waiters.map(\.wakeup)
    }
}
