// SPDX-License-Identifier: MIT-0

/// What a client may spend on retries, so that a service in trouble isn't asked more and more.
/// Shared by all calls of a client. Figures: the AWS SDKs' standard retry mode.
package struct RetryBucket: Sendable, Equatable {
    package static let capacity = 500

    package private(set) var tokens = capacity

    package init() {}

    /// Takes `cost`, or nothing if there isn't so much.
    mutating func take(_ cost: Int) -> Bool {
        guard cost <= tokens else { return false }
        tokens -= cost
        return true
    }

    mutating func giveBack(_ amount: Int) { tokens = min(Self.capacity, tokens + amount) }
}
