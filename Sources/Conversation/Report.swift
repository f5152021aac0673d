// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Waveform

/// What happens in a conversation, for those who watch it.
package enum Report: Sendable {
    /// The microphone is open: the first frame of the source has been heard.
    case started
    /// It is the user's turn to speak.
    case listening
    /// Somebody speaks since this moment of what is listened to.
    case speechStarted(at: Duration)
    /// Nobody has spoken since then.
    case speechEnded(at: Duration)
    /// Who speaks over an answer stops it, or doesn't.
    case bargeIn(Bool)
    /// How loud the last 100 ms were that were listened to.
    case loudness(Loudness)
    /// What has been understood so far; may change.
    case partial(String)
    /// The user's turn, as it is sent to the model.
    case turn(String)
    /// A turn was another than had been understood first.
    case corrected(String)
    /// What the model was given to answer from; before any of its text.
    case cited([Passage])
    /// The next piece of the model's reply.
    case replyText(String)
    /// The first sample of the answer is on its way out.
    case speaking(TurnTimes)
    /// The answer is over: the model's text, what of it was heard, and whether it was cut off.
    case answered(text: String, heard: String, interrupted: Bool)
    /// An answer on suspicion was not wanted: the tokens it had cost.
    case wasted(tokens: Int)
    /// The beginning of the conversation, which is not sent any more, has been put into this.
    case summarised(String)
    /// The turn could not be answered; the conversation goes on.
    case failed(any Error)
    /// The next turn shows this to the model.
    case shown(Attachment)
    /// Something that was to be shown can't be.
    case notShown(any Error)
}

/// When what happened on the way from a turn to its answer (CLOCK_MONOTONIC since its epoch).
package struct TurnTimes: Sendable, Equatable {
    package var speechEnd, commit: Duration
    package var asked, firstToken, firstPiece, firstAudio, audible: Duration?
    /// How many answers were begun for the turn.
    package var tries: Int
}
