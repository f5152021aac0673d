// SPDX-License-Identifier: MIT-0

package import Dialogue

/// What to send next, over all the streams of a reply: text, keep-alives, flushes, ends.
///
/// Pure: time is the caller's, from any origin. A piece is flushed, that is, spoken at once, where
/// the service has nothing else to speak (the first one: speech starts early) and where a sentence
/// or a line ends with it. One that ends within its sentence isn't, for the sake of the prosody,
/// unless the next one keeps us waiting.
package struct StreamScript: Sendable {
    package enum Step: Sendable, Equatable {
        /// A TextEvent.
        case text(String, isFlushed: Bool)
        /// The CloseStreamEvent and the end of the way up.
        case close
        case wait(until: Duration)
        /// The service owes audio for too long.
        case overdue
    }

    /// How much text may be under way: about a minute of speech. More would be billed for nothing
    /// where speech is cut off, and be spoken too late for a stream's life where speech is played.
    private static let charactersAhead = 1000

    private let limits: StreamSchedule.Limits
    private var account: StreamAccount
    private var schedule: StreamSchedule
    private var unsent: [String] = []
    private var isClosing = false
    /// No more pieces will come.
    package private(set) var hasEnded = false

    /// `account` is that of a voice of which nothing was spoken yet.
    package init(_ limits: StreamSchedule.Limits, _ account: StreamAccount, now: Duration) {
        self.limits = limits
        self.account = account
        schedule = StreamSchedule(limits, now: now)
    }

    // MARK: Text

    /// Whether a piece waits to be sent.
    package var isFull: Bool { !unsent.isEmpty }

    package mutating func add(_ piece: String) { unsent.append(piece) }

    package mutating func end() { hasEnded = true }

    // MARK: A stream's life

    /// A stream begins: what another one has not spoken is sent again.
    package mutating func open(now: Duration) {
        unsent = account.takeBack() + unsent
        schedule = StreamSchedule(limits, now: now)
        isClosing = false
    }

    /// What to do now; it counts as done.
    package mutating func next(now: Duration) -> Step {
        let due = schedule.due(now: now)
        if due == .overdue { return .overdue }
        if isClosing { return wait(due, now) }
        if due == .renewal || hasEnded && unsent.isEmpty { return close(now) }
        if schedule.isQuiet(now: now) { account.settle() }
        if let piece = unsent.first {
            let ahead = account.pendingCharacters
            if ahead == 0 || ahead + piece.unicodeScalars.count <= Self.charactersAhead {
                return send(isFirst: ahead == 0, now)
            }
        }
        switch due {
        case .flush:
            schedule.sentText(isFlushed: true, now: now)
            return .text("", isFlushed: true)
        case .keepAlive:
            schedule.keptAlive(now: now)
            return .text("", isFlushed: false)
        default: return wait(due, now)
        }
    }

    private mutating func send(isFirst: Bool, _ now: Duration) -> Step {
        let piece = unsent.removeFirst()
        let isFlushed = isFirst || !ClauseCutter.endsInClause(piece)
        account.sent(piece)
        schedule.sentText(
            isFlushed: isFlushed, isAudible: piece.contains { $0.isLetter || $0.isNumber },
            now: now)
        return .text(piece + " ", isFlushed: isFlushed)
    }

    private mutating func close(_ now: Duration) -> Step {
        isClosing = true
        schedule.closed(now: now)
        return .close
    }

    private func wait(_ due: StreamSchedule.Due, _ now: Duration) -> Step {
        guard case .nothing(let instant) = due else { return .wait(until: now) }
        // Text that waits for room goes when all before it has been spoken.
        return .wait(until: isFull && !isClosing ? min(instant, schedule.quietFrom(now)) : instant)
    }

    /// The service has said that all was spoken.
    package mutating func finished() { account.settle() }

    // MARK: Audio

    /// Takes audio, which is to be `delivered` now.
    package mutating func heard(_ samples: [Int16]) -> [SpeechEvent] {
        schedule.heard()
        return account.take(samples)
    }

    package mutating func delivered(now: Duration) { schedule.delivered(now: now) }

    /// Ends of pieces that no audio has told yet.
    package mutating func takeEnds() -> [SpeechEvent] { account.takeEnds() }

    // MARK: Failures

    /// Whether, after a failure, it is known what was spoken and what wasn't.
    package mutating func mayRepeat(now: Duration) -> Bool {
        if schedule.isQuiet(now: now) { account.settle() }
        return !account.isUncertain
    }

    /// Frames a character, as far as is known.
    package var pace: Double { account.pace }

    /// How many pieces have been spoken whole.
    package var spoken: Int { account.spoken }

    /// Takes out what wasn't spoken.
    package mutating func takeUnspoken() -> [String] {
        defer { unsent = [] }
        return account.takeBack() + unsent
    }
}
