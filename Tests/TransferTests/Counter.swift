// SPDX-License-Identifier: MIT-0

import Synchronization

/// Counts, and says when nothing more is being counted.
final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .acquiring) }

    func add() { value.add(1, ordering: .acquiringAndReleasing) }

    /// Returns when the count has stood still for 0.2 s: its producer waits.
    func settled() async throws {
        var last = -1
        while last != count {
            last = count
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
