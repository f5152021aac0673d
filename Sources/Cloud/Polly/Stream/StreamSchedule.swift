// SPDX-License-Identifier: MIT-0

/// What a stream needs when, text apart: to be kept alive, flushed, renewed, given up.
///
/// Time is the caller's, from any origin. Source of the service's limits: the developer guide's
/// page "Bidirectional streaming", 2026.
package struct StreamSchedule: Sendable, Equatable {
    /// How long things may take.
    package struct Limits: Sendable, Equatable {
        /// Without an event of ours; the service's own limit is 5 s.
        package var keepAlive: Duration = .milliseconds(3500)
        /// How long the service may hold text that ends within a sentence while nothing follows.
        /// A model that writes on is faster; an input that stands still isn't to hold back words.
        package var hold: Duration = .milliseconds(500)
        /// Of a stream before it takes no more text. The service's own limit is 10 minutes; what
        /// is on its way by then, a minute of speech at most, is still to come.
        package var renewal: Duration = .seconds(480)
        /// Without audio, though all of the text was flushed: it has been spoken.
        package var quiet: Duration = .seconds(1)
        /// Without audio that is owed: the service is given up.
        package var patience: Duration

        package init(patience: Duration) { self.patience = patience }
    }

    /// What is to be done now.
    package enum Due: Sendable, Equatable {
        case nothing(until: Duration)
        case keepAlive, flush, renewal, overdue
    }

    private let limits: Limits
    private let opened: Duration
    private var lastEvent: Duration
    private var lastSpeech: Duration
    /// Since when the service may hold text back.
    private var heldSince: Duration?
    /// Since when audio must come.
    private var owedSince: Duration?
    private var isDelivering = false
    private var isClosing = false

    /// A stream that is opened now.
    package init(_ limits: Limits, now: Duration) {
        self.limits = limits
        opened = now
        lastEvent = now
        lastSpeech = now
    }

    /// Notes that text was sent; a flush alone too.
    /// - Parameters:
    ///   - isFlushed: whether the service has to speak it at once.
    ///   - isAudible: false where it may be nothing but signs.
    package mutating func sentText(isFlushed: Bool, isAudible: Bool = true, now: Duration) {
        (lastEvent, lastSpeech) = (now, now)
        heldSince = isFlushed ? nil : heldSince ?? now
        if isFlushed, isAudible { owedSince = owedSince ?? now }
    }

    package mutating func keptAlive(now: Duration) { lastEvent = now }

    /// Notes that no more text will be sent.
    package mutating func closed(now: Duration) {
        isClosing = true
        heldSince = nil
        owedSince = owedSince ?? now
    }

    /// Notes that audio has come. Until it is `delivered`, the service isn't the slow one.
    package mutating func heard() {
        isDelivering = true
        owedSince = nil
    }

    package mutating func delivered(now: Duration) {
        isDelivering = false
        lastSpeech = now
        if isClosing { owedSince = now }
    }

    /// Whether all that was sent has been spoken.
    package func isQuiet(now: Duration) -> Bool {
        heldSince == nil && owedSince == nil && quietFrom(now) <= now
    }

    /// When it can be known that all was spoken, if nothing comes until then.
    package func quietFrom(_ now: Duration) -> Duration {
        (isDelivering ? now : lastSpeech) + limits.quiet
    }

    package func due(now: Duration) -> Due {
        let overdue = owedSince.map { (isDelivering ? now : $0) + limits.patience }
        if let overdue, overdue <= now { return .overdue }
        if isClosing { return .nothing(until: overdue ?? now + limits.patience) }
        let renewal = opened + limits.renewal
        if renewal <= now { return .renewal }
        let flush = heldSince.map { $0 + limits.hold }
        if let flush, flush <= now { return .flush }
        let keepAlive = lastEvent + limits.keepAlive
        if keepAlive <= now { return .keepAlive }
        let next = [overdue, flush].compactMap { $0 }.reduce(min(renewal, keepAlive), min)
        return .nothing(until: next)
    }
}
