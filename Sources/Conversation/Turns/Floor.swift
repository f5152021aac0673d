// SPDX-License-Identifier: MIT-0

/// What happens to an answer when somebody speaks over it: lowered at once, stopped if the speech
/// lasts, gone on with from the same sample if it was nothing.
package struct Floor: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        /// Quieter, until `raise`.
        case lower, raise
        /// Silent, and nothing is lost until `goOn` or the answer's end.
        case stop, goOn
    }

    /// A voice that lasts for so long is no cough: 160 ms, of which it takes 80 to be sure of it.
    private static let sustained: Duration = .milliseconds(80)
    /// How long after the end of such speech its words are waited for.
    package static let verdict: Duration = .milliseconds(900)

    private enum State: Equatable {
        case clear
        /// Lowered, before it is sure that somebody speaks.
        case suspected
        /// Since somebody speaks for sure.
        case lowered(since: Duration)
        case stopped
        /// Stopped, and nobody speaks any more.
        case waiting(since: Duration)
    }

    private var state = State.clear

    package init() {}

    package var isStopped: Bool {
        switch state {
        case .stopped, .waiting: true
        case .clear, .suspected, .lowered: false
        }
    }

    /// Somebody may have begun to speak.
    package mutating func suspected() -> [Action] {
        guard state == .clear else { return [] }
        state = .suspected
        return [.lower]
    }

    package mutating func suspicionEnded() -> [Action] {
        guard state == .suspected else { return [] }
        state = .clear
        return [.raise]
    }

    /// Somebody speaks. An answer that does not sound yet is stopped at once: nothing of it is lost.
    package mutating func speechStarted(isAudible: Bool, now: Duration) -> [Action] {
        switch state {
        case .clear where !isAudible:
            state = .stopped
            return [.stop]
        case .clear:
            state = .lowered(since: now)
            return [.lower]
        case .suspected:
            state = .lowered(since: now)
            return []
        case .waiting:
            state = .stopped
            return []
        case .lowered, .stopped: return []
        }
    }

    package mutating func speechPaused(now: Duration) -> [Action] {
        switch state {
        case .lowered, .suspected:
            state = .clear
            return [.raise]
        case .stopped:
            state = .waiting(since: now)
            return []
        case .clear, .waiting: return []
        }
    }

    /// When `time` is to be called.
    package var deadline: Duration? {
        switch state {
        case .lowered(let since): since + Self.sustained
        case .waiting(let since): since + Self.verdict
        case .clear, .suspected, .stopped: nil
        }
    }

    package mutating func time(_ now: Duration) -> [Action] {
        guard let deadline, now >= deadline else { return [] }
        if case .lowered = state {
            state = .stopped
            return [.stop]
        }
        return goOn()
    }

    /// It was nothing: the answer goes on.
    package mutating func goOn() -> [Action] {
        defer { state = .clear }
        switch state {
        case .clear: return []
        case .lowered, .suspected: return [.raise]
        case .stopped, .waiting: return [.goOn]
        }
    }

    /// The answer is over, one way or another.
    package mutating func clear() { state = .clear }
}
