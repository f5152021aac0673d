// SPDX-License-Identifier: MIT-0

import Dispatch

/// How a waiting task or thread is set going again.
enum Wakeup: Sendable {
    case task(UnsafeContinuation<Void, Never>)
    case thread(DispatchSemaphore)

    /// Called once, outside the lock.
    func wake() {
        switch self {
        case .task(let continuation): continuation.resume()
        case .thread(let semaphore): semaphore.signal()
        }
    }
}

/// What a producer or a consumer waits for.
enum Need: Sendable { case room, element }

/// One task or thread that waits.
struct Waiter: Sendable {
    let id: UInt64
    let need: Need
    let wakeup: Wakeup
}

/// What a channel holds under its lock: every decision is made here, every wake-up outside.
struct ChannelState<Element: Sendable>: Sendable {
    enum Put { case done(Wakeup?), full, closed }
    enum Take { case element(Element, Wakeup?), empty, end((any Error)?) }

    let capacity: Int
    private var waiters: [Waiter] = []
    private var elements: [Element] = []
    private var head = 0
    private var isOpen = true
    private var error: (any Error)?
    private var lastID: UInt64 = 0

    init(capacity: Int) { self.capacity = capacity }

    private var isFull: Bool { elements.count - head >= capacity }
    /// Whether nothing is queued.
    var isEmpty: Bool { elements.count == head }

    mutating func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }

    /// Notes who waits, unless what is needed is there by now (or the channel is closed).
    mutating func enlist(_ waiter: Waiter) -> Bool {
        guard isOpen, waiter.need == .room ? isFull : isEmpty else { return false }
        waiters.append(waiter)
        return true
    }

    /// Forgets a waiter; nil if it has been woken already.
    mutating func dismiss(_ id: UInt64) -> Wakeup? {
        waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0).wakeup }
    }

    /// Whose turn it is, if what is needed is there.
    mutating func handOn(_ need: Need) -> Wakeup? {
        (need == .room ? isFull : isEmpty) ? nil : next(need)
    }

    private mutating func next(_ need: Need) -> Wakeup? {
        waiters.firstIndex { $0.need == need }.map { waiters.remove(at: $0).wakeup }
    }

    mutating func put(_ element: Element) -> Put {
        guard isOpen else { return .closed }
        guard !isFull else { return .full }
        elements.append(element)
        return .done(next(.element))
    }

    mutating func take() -> Take {
        guard head < elements.count else {
            if isOpen { return .empty }
            defer { error = nil }
            return .end(error)
        }
        let element = elements[head]
        head += 1
        // Give memory back in amortised constant time.
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return .element(element, next(.room))
    }

    mutating func finish(_ error: (any Error)?) -> [Wakeup] {
        guard isOpen else { return [] }
        isOpen = false
        self.error = error
        return takeWaiters()
    }

    mutating func cancel() -> [Wakeup] {
        isOpen = false
        error = nil
        elements = []
        head = 0
        return takeWaiters()
    }

    private mutating func takeWaiters() -> [Wakeup] {
        defer { waiters = [] }
        return waiters.map(\.wakeup)
    }
}
