// SPDX-License-Identifier: MIT-0

/// The time of a conversation: CLOCK_MONOTONIC since its epoch, or a test's own.
package protocol TalkClock: Sendable {
    func now() -> Duration
    /// Returns at `time`; throws `CancellationError` when the task is cancelled.
    func sleep(until time: Duration) async throws
}

/// The machine's clock.
package struct MonotonicClock: TalkClock {
    private let read: @Sendable () -> Duration

    /// `read` gives CLOCK_MONOTONIC since its epoch.
    package init(_ read: @escaping @Sendable () -> Duration) { self.read = read }

    package func now() -> Duration { read() }

    package func sleep(until time: Duration) async throws {
        try await Task.sleep(for: max(.zero, time - now()), tolerance: .zero)
    }
}
