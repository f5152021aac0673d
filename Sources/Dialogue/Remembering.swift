// SPDX-License-Identifier: MIT-0

/// A turn of a conversation and its reply.
package struct Exchange: Sendable, Equatable {
    /// Which of its conversation: what is said of one number later takes the place of what was said
    /// before.
    package var number: Int
    package var turn: String
    /// What was heard of it, where it was interrupted.
    package var reply: String

    package init(number: Int, turn: String, reply: String) {
        self.number = number
        self.turn = turn
        self.reply = reply
    }
}

/// Whoever keeps a conversation beyond its run.
package protocol Remembering: Sendable {
    /// Keeps an exchange that is over, or that was corrected. Returns at once: what can't be kept is
    /// not the conversation's affair.
    func keep(_ exchange: Exchange)

    /// Keeps a summary of the exchanges before number `end`, which takes in all earlier summaries.
    func keep(summary: String, before end: Int)
}
