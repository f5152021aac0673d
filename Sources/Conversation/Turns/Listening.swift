// SPDX-License-Identifier: MIT-0

package import Dialogue

/// The user's side of a turn: voice and words as they come, and when the turn is over.
///
/// Times are since the start of what is listened to.
package struct Listening: Sendable, Equatable {
    /// How long the words must have stood, however long nobody has spoken.
    private static let settling: Duration = .milliseconds(60)
    /// How long is waited for words that the recogniser still owes, after the end of speech. The
    /// public figures for Amazon Transcribe have the last partial result within half a second.
    private static let owed: Duration = .milliseconds(700)
    /// A word's end and the end of voice are the same if they are no further apart.
    private static let reach: Duration = .milliseconds(300)
    /// How long before a turn is over its answer may be begun, where the words don't read as complete.
    private static let ahead: Duration = .milliseconds(500)
    /// Without voice, words end a turn so much later.
    private static let unheard: Duration = .milliseconds(500)

    package private(set) var turn = UserTurn()
    package private(set) var isSpeaking = false
    /// Where the voice of the turn's first words began; nil where it goes on from the turn before.
    package private(set) var voiceStart: Duration?
    /// Where the last voice was, until now.
    package private(set) var voiceEnd: Duration?
    private var policy: HoldPolicy
    /// Whether the recogniser has put a sign into the last turn. Those that are built in do.
    private var punctuates = true

    package init(_ policy: HoldPolicy) { self.policy = policy }

    package var completeness: Completeness { Completeness(of: turn.text) }

    /// Whether somebody speaks, or has spoken since then.
    package func hasSpoken(since time: Duration) -> Bool {
        isSpeaking || voiceEnd.map { $0 >= time } ?? false
    }

    // MARK: What is heard

    package mutating func speechStarted(at time: Duration) {
        learn(resumedAt: time)
        // A sound without words, perhaps long ago, is nobody's turn.
        if turn.isEmpty { voiceStart = time }
        isSpeaking = true
    }

    package mutating func speechPaused(at end: Duration) {
        isSpeaking = false
        voiceEnd = end
    }

    /// - Returns: whether the words have changed.
    package mutating func take(_ transcript: Transcript, isFinal: Bool, at now: Duration) -> Bool {
        turn.take(transcript, isFinal: isFinal, at: now)
    }

    /// The words belong to somebody else now; voice goes on.
    package mutating func forgetWords() {
        if !turn.isEmpty { punctuates = turn.text.contains { Completeness.signs.contains($0) } }
        turn = UserTurn()
        voiceStart = nil
    }

    /// Notes a pause of this speaker, also one in which the turn was taken for over: `text` was its
    /// text then.
    package mutating func learn(resumedAt time: Duration, after text: String? = nil) {
        guard let voiceEnd, !(text ?? turn.text).isEmpty else { return }
        policy.noteResumed(after: time - voiceEnd, Completeness(of: text ?? turn.text))
    }

    // MARK: When it is over

    /// How long silence has to last now.
    package var hold: Duration { policy.hold(after: completeness, punctuates: punctuates) }

    /// When the turn will be over if nothing happens; nil while somebody speaks or nothing was
    /// understood.
    package var due: Duration? {
        guard !isSpeaking, !turn.isEmpty, let changedAt = turn.changedAt else { return nil }
        guard let voiceEnd else { return changedAt + hold + Self.unheard }
        let quiet = hasAllWords ? voiceEnd + hold : voiceEnd + max(hold, Self.owed)
        return max(quiet, changedAt + Self.settling)
    }

    /// When an answer may be begun on suspicion; nil while it may not.
    package var suspicionDue: Duration? {
        // While the last word rings out.
        if isSpeaking { return completeness == .complete ? turn.changedAt : nil }
        guard let due, hasAllWords, let changedAt = turn.changedAt else { return nil }
        return completeness == .complete ? changedAt : max(changedAt, due - Self.ahead)
    }

    /// Whether the recogniser owes nothing of what was said before the silence.
    private var hasAllWords: Bool {
        guard let voiceEnd else { return false }
        if let end = turn.end { return end >= voiceEnd - Self.reach }
        return turn.updatedAt.map { $0 >= voiceEnd } ?? false
    }
}
