// SPDX-License-Identifier: MIT-0

import Channels
package import Dialogue

/// What is shown to the model beside what is said, and the language that is spoken.
extension Conversation {
    /// Shows something with the next turn, or tells why that can't be. From any thread.
    package nonisolated func show(_ attachment: Result<Attachment, any Error>) {
        inbox.trySend(.shown(attachment))
    }

    /// - Returns: what is to be told of it.
    func layReady(_ attachment: Result<Attachment, any Error>) -> Report {
        do {
            let attachment = try attachment.get()
            try parties.model.check(attachment.kind)
            try AttachmentLimits.check(shown + [attachment])
            shown.append(attachment)
            return .shown(attachment)
        } catch {
            return .notShown(error)
        }
    }

    /// What was laid ready after an answer was begun on suspicion goes with the turn after this.
    func takeTurn(_ turn: String) {
        let count = answers.isEmpty ? shown.count : min(offered, shown.count)
        history.addTurn(turn, showing: Array(shown.prefix(count)))
        shown.removeFirst(count)
        offered = 0
    }

    /// Who is spoken to is answered by a voice of his language.
    func note(_ transcript: Transcript) {
        if let language = transcript.language.flatMap(Language.init) { spoken = language }
    }
}
