// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization

/// Whether the ear is open; closed at first. One task waits at it, any task sets it.
final class Gate: Sendable {
    private let isOpenNow = Mutex(false)
    private let opened = Channel<Bool>(capacity: 1)

    var isOpen: Bool { isOpenNow.withLock { $0 } }

    func set(open: Bool) {
        isOpenNow.withLock { $0 = open }
        if open { opened.trySend(true) }
    }

    /// Returns once the gate is open.
    func waitUntilOpen() async throws {
        while !isOpen { _ = try await opened.receive() }
    }
}
