// SPDX-License-Identifier: MIT-0

/// One call's way through its attempts: the AWS SDKs' standard retry mode of 2026, without a clock.
///
/// Delay before retry i: rand · min(base · 2^(i−1), 20 s), where base is 50 ms, for throttling 1 s
/// ("full jitter"). A retry costs 14 tokens, after throttling 5; what the last one cost comes back
/// with success. Rejected: the older figures (base 1 s always), too slow for a conversation.
package struct RetryState: Sendable, Equatable {
    private static let longestWait: Duration = .seconds(20)
    /// How much a suggestion of the service may add.
    private static let longestExtra: Duration = .seconds(5)

    /// In all, the first too.
    package let maxAttempts: Int
    /// The attempt that is under way, from 1.
    package private(set) var attempt = 1
    private var paid: Int?

    package init(maxAttempts: Int) { self.maxAttempts = max(1, maxAttempts) }

    /// Notes that the attempt failed.
    /// - Parameter random: from 0 to 1.
    /// - Returns: how long to wait before the next one, which has begun; nil: give up.
    package mutating func failed(
        _ kind: RetryClass, hint: RetryHint? = nil, random: Double, bucket: inout RetryBucket
    ) -> Duration? {
        guard kind != .final, attempt < maxAttempts else { return nil }
        let cost = kind == .throttling ? 5 : 14
        guard bucket.take(cost) else { return nil }
        paid = cost
        let base: Duration = kind == .throttling ? .seconds(1) : .milliseconds(50)
        let doubled = base * Double(1 << min(attempt - 1, 16))
        let delay = min(doubled, Self.longestWait) * random
        attempt += 1
        return switch hint {
        case nil: delay
        case .suggested(let wanted): max(delay, min(wanted, delay + Self.longestExtra))
        case .demanded(let wanted): max(delay, min(wanted, Self.longestWait))
        }
    }

    /// Notes that the attempt succeeded.
    package func succeeded(bucket: inout RetryBucket) { bucket.giveBack(paid ?? 1) }
}
