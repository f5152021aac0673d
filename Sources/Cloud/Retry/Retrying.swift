// SPDX-License-Identifier: MIT-0

import Synchronization

/// Carries out the retries of a client's calls. Safe from any task; calls share one bucket.
package final class Retrying: Sendable {
    private let maxAttempts: Int
    private let bucket = Mutex(RetryBucket())
    private let random: @Sendable () -> Double
    private let sleep: @Sendable (Duration) async throws -> Void

    /// `maxAttempts` in all. `random` gives 0 to 1; it and `sleep` are there for tests.
    package init(
        maxAttempts: Int = 3,
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) {
        self.maxAttempts = maxAttempts
        self.random = random
        self.sleep = sleep
    }

    /// Runs `call` until it succeeds or is not worth another try; throws its last error.
    ///
    /// `call` gets the attempt's number, from 1. `mayRepeat` is asked after a failure: a stream
    /// says no as soon as something of it was delivered. So is `startsAnew`: a stream that goes on
    /// where it broke says yes if it was of use meanwhile, and failures are counted from one again.
    package func run<Value>(
        mayRepeat: () -> Bool = { true }, startsAnew: () -> Bool = { false },
        _ call: (Int) async throws -> Value
    ) async throws -> Value {
        var state = RetryState(maxAttempts: maxAttempts)
        while true {
            do {
                let value = try await call(state.attempt)
                bucket.withLock { state.succeeded(bucket: &$0) }
                return value
            } catch {
                if startsAnew() {
                    bucket.withLock { state.succeeded(bucket: &$0) }
                    state = RetryState(maxAttempts: maxAttempts)
                }
                guard mayRepeat(), let delay = wait(after: error, &state) else { throw error }
                try await sleep(delay)
            }
        }
    }

    private func wait(after error: any Error, _ state: inout RetryState) -> Duration? {
        let (kind, hint) = (RetryClass(error), (error as? ServiceError)?.retryHint)
        let random = random()
        return bucket.withLock { bucket in
            state.failed(kind, hint: hint, random: random, bucket: &bucket)
        }
    }
}
