// SPDX-License-Identifier: MIT-0

import Glibc
import Synchronization

/// A thread of our own, for C calls that block: the cooperative pool must never wait.
///
/// The body starts at once. The thread inherits the signal mask of its maker.
/// Rejected: Foundation's `Thread` (it brings CoreFoundation: 70 MB static).
package final class Thread: Sendable {
    private let handle: Mutex<pthread_t?>

    /// Starts `body` on a new thread. Traps if the system has no thread to give: nothing could
    /// go on without it.
    package init(_ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(Body(run: body))  // released in `runBody`
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runBody, context.toOpaque())
        precondition(status == 0, "pthread_create: \(String(cString: strerror(status)))")
        handle = Mutex(thread)
    }

    deinit {
        handle.withLock { if let thread = $0 { pthread_detach(thread) } }
    }

    /// Waits for the body to return. Blocks; a second call returns at once.
    package func join() {
        let thread = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        if let thread { pthread_join(thread, nil) }
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
