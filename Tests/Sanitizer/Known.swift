// SPDX-License-Identifier: MIT-0

import Synchronization

/// Shows that scripts/sanitize can see: `known locked` has no race, `known race` has one.
@main
struct Known {
    private static let lock = Mutex(())
    private static let running = Atomic(0)
    private nonisolated(unsafe) static var count = 0

    static func main() {
        let isLocked = CommandLine.arguments.dropFirst() == ["locked"]
        let threads = (0..<2).map { _ in
            Thread {
                // Both at once; `.relaxed` puts nothing in order.
                running.add(1, ordering: .relaxed)
                while running.load(ordering: .relaxed) < 2 {}
                // So often that the two meet at the lock; what races must not be forgotten.
                for _ in 0..<(isLocked ? 100_000 : 100) {
                    if isLocked { lock.withLock { _ in count += 1 } } else { count += 1 }
                }
            }
        }
        for thread in threads { thread.join() }
    }
}
