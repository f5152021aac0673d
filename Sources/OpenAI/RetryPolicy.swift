// SPDX-License-Identifier: MIT-0

/// How often, and after how long, a busy server is asked again.
package struct RetryPolicy: Sendable, Equatable {
    /// Requests in all, the first one too.
    package var attempts: Int
    /// Before the second request; doubled before each one after. Up to half of it, at random, is
    /// left out, so that many clients don't come back together.
    package var backoff: Duration
    /// The longest wait; a server that wants more (`Retry-After`) is not asked again.
    package var longestWait: Duration

    package init(
        attempts: Int = 4, backoff: Duration = .milliseconds(500),
        longestWait: Duration = .seconds(20)
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.longestWait = longestWait
    }

    /// The wait before request number `attempt` (2 and up), or nil to give up.
    /// `retryAfter` is the field's value: seconds (RFC 9110, 10.2.3; a date is not looked at).
    func wait(before attempt: Int, retryAfter: String?) -> Duration? {
        guard attempt <= attempts else { return nil }
        if let seconds = retryAfter.flatMap(Double.init), seconds >= 0 {
            guard seconds <= longestWait / .seconds(1) else { return nil }
            return .seconds(seconds)
        }
        let doubled = backoff * Double(1 << min(attempt - 2, 16))
        return min(doubled, longestWait) * Double.random(in: 0.5...1)
    }
}
