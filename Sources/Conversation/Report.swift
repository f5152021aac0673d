// SPDX-License-Identifier: MIT-0

/// What happens in a conversation, for those who watch it.
package enum Report: Sendable {
    /// The microphone is open: the first frame of the source has been heard.
    case started
    /// It is the user's turn to speak.
    case listening
    /// Somebody speaks since this frame of what was listened to.
    case speechStarted(at: Int)
    /// Nobody has spoken since this frame, and the turn is over.
    case speechEnded(at: Int)
    /// What has been understood so far; may change.
    case partial(String)
    /// The user's turn, as it is sent to the model.
    case turn(String)
    /// The next piece of the model's reply.
    case replyText(String)
    /// The first sample of the answer is on its way out.
    case speaking
    /// The answer is over: the model's text, what of it was heard, and whether it was cut off.
    case answered(text: String, heard: String, interrupted: Bool)
    /// The turn could not be answered; the conversation goes on.
    case failed(any Error)
}
