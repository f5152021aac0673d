// SPDX-License-Identifier: MIT-0

package import Dialogue

/// Who may speak when: the rules of a half-duplex conversation, as a pure state machine.
///
/// The user speaks, the turn is answered, the user may speak again. While an answer is made and
/// spoken nobody listens, except for a transcriber that decides about turns itself: its words wait
/// and become the next turn.
package struct TurnTaking: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        /// Everything is loaded and connected.
        case ready
        case transcript(TranscriptEvent)
        /// The answer has been spoken, was cancelled, or failed.
        case answerEnded
        /// The user wants the answer to stop.
        case interrupted
        /// The recording is over, and every word of it has been delivered.
        case sourceEnded
    }

    package enum Action: Sendable, Equatable {
        case listen, stopListening
        case ask(turn: String)
        case cancelAnswer
        case end
    }

    /// Words that no answer has been asked for yet.
    private var finals: [String] = []
    /// Whether they are a whole turn.
    private var isTurnOver = false
    private var isAnswering = false
    private var isCancelling = false
    private var hasSourceEnded = false

    package init() {}

    /// Takes an event; returns what is to be done, in order.
    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .ready: return [.listen]
        case .transcript(.partial): return []
        case .transcript(.final(let transcript)):
            finals += transcript.text.isEmpty ? [] : [transcript.text]
            return []
        case .transcript(.turnDone):
            isTurnOver = !finals.isEmpty
            return isAnswering ? [] : answer(else: [])
        case .answerEnded:
            isAnswering = false
            isCancelling = false
            return answer(else: hasSourceEnded ? [.end] : [.listen])
        case .interrupted:
            guard isAnswering, !isCancelling else { return [] }
            isCancelling = true
            return [.cancelAnswer]
        case .sourceEnded:
            hasSourceEnded = true
            isTurnOver = !finals.isEmpty
            return isAnswering ? [] : answer(else: [.end])
        }
    }

    /// Asks for an answer if a turn waits for one.
    private mutating func answer(else actions: [Action]) -> [Action] {
        guard isTurnOver else { return actions }
        let turn = finals.joined(separator: " ")
        finals = []
        isTurnOver = false
        isAnswering = true
        return [.stopListening, .ask(turn: turn)]
    }
}
