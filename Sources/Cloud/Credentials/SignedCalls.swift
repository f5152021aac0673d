// SPDX-License-Identifier: MIT-0

import Synchronization

/// Calls to one service with credentials that are kept fresh: retried, re-signed with the service's
/// clock where ours is wrong, and with new credentials where the old ones are past their time.
/// Safe from any task.
package final class SignedCalls: Sendable {
    private let credentials: CredentialsCache
    private let retrying: Retrying
    private let now: @Sendable () -> Timestamp
    private let offset = Mutex(Duration.zero)

    package init(
        credentials: CredentialsCache, retrying: Retrying = Retrying(),
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.credentials = credentials
        self.retrying = retrying
        self.now = now
    }

    /// Fetches credentials, so that the first call doesn't wait for them.
    package func warmUp() async throws { _ = try await credentials.credentials() }

    /// Runs `call` with credentials and the offset of the service's clock, both for the signer,
    /// until it succeeds or is not worth another try; throws its last error.
    ///
    /// `call` throws `ServiceError` for what the service refuses. `mayRepeat` is asked after a
    /// failure: a stream says no as soon as something of it was delivered; `startsAnew` is as
    /// `Retrying` has it.
    package func run<Value>(
        mayRepeat: () -> Bool = { true }, startsAnew: () -> Bool = { false },
        _ call: (Credentials, Duration) async throws -> Value
    ) async throws -> Value {
        try await retrying.run(mayRepeat: mayRepeat, startsAnew: startsAnew) { _ in
            let keys = try await credentials.credentials()
            let offset = offset.withLock { $0 }
            do {
                return try await call(keys, offset)
            } catch let error as ServiceError {
                guard mayRepeat() else { throw error }
                // `RequestExpired` may mean either: the clock is looked at first.
                if let more = error.clockOffset(now: now().advanced(by: offset)) {
                    self.offset.withLock { $0 = offset + more }
                    return try await call(keys, offset + more)
                }
                guard error.isExpiredCredentials,
                    let others = try await credentials.renewed(after: keys)
                else { throw error }
                return try await call(others, offset)
            }
        }
    }
}
