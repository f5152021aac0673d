// SPDX-License-Identifier: MIT-0

package import Dialogue

/// What turn-taking is told. Times are since the start of what is listened to.
package enum TurnEvent: Sendable, Equatable {
    /// Everything is loaded and connected.
    case ready
    /// Whether who speaks over an answer can be heard, and may stop it.
    case canBargeIn(Bool)
    /// Somebody may have begun to speak over an answer.
    case speechSuspected
    /// It was nothing.
    case suspicionEnded
    /// Somebody speaks since then: the beginning, or after a pause.
    case speechStarted(at: Duration)
    /// Nobody has spoken since then.
    case speechPaused(at: Duration)
    /// Of transcripts, times are times as here.
    case transcript(TranscriptEvent)
    /// The first sample of an answer is on its way out.
    case sounds(Int)
    /// A piece of the answer begins to sound.
    case speaks(String)
    /// An answer has been heard to its end.
    case answerEnded(Int)
    /// An answer can't be made.
    case answerFailed(Int)
    /// ENTER.
    case interrupted
    /// The recording is over, and every word of it has been delivered.
    case sourceEnded
    /// A deadline has come.
    case time
}

/// What is to be done about it, in order. Answers are known by numbers.
package enum TurnAction: Sendable, Equatable {
    /// It is the user's turn.
    case listen
    /// The transcriber is told that the turn is over.
    case endTurn
    /// An answer is made to the conversation so far and this turn; nothing of it sounds yet.
    case ask(Int, turn: String)
    /// An answer is made to the conversation as it stands.
    case askAgain(Int)
    /// The farewell is said; the conversation ends with it.
    case sayGoodbye(Int)
    /// The turn is part of the conversation.
    case commit(turn: String)
    /// A turn of the conversation was another than had been understood first.
    case correct(turn: String, was: String)
    /// The answer may sound.
    case release(Int)
    /// The answer is not wanted; nothing of it has been heard.
    case drop(Int)
    /// The answer is cut off; something of it has been heard.
    case cut(Int)
    case floor(Floor.Action)
    case end
}
