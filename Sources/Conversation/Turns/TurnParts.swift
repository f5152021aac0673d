// SPDX-License-Identifier: MIT-0

import Dialogue

/// An answer that is being made or heard, as turn-taking knows it.
struct AnswerInTurn: Sendable, Equatable {
    let number: Int
    /// What it answers, for comparison.
    let words: [String]
    var isCommitted: Bool
    /// Since when it sounds.
    var audibleAt: Duration?
    /// What it will say first, as long as it doesn't sound.
    var unheard: [String] = []

    var isAudible: Bool { audibleAt != nil }

    /// What it says, each text once, as soon as it sounds: only that can be an echo. Of an answer on
    /// suspicion nothing may ever be heard.
    mutating func takeHeard() -> [String] {
        guard isAudible else { return [] }
        defer { unheard = [] }
        return unheard
    }
}

/// A turn that was taken for over, until the transcriber has delivered all of it.
struct OwedTurn: Sendable, Equatable {
    /// nil: nothing but an echo or a cough; whatever comes of it is passed over.
    let text: String?
    var finals: [String]
    /// Where its voice ended.
    let end: Duration?

    /// Whether a result without times, or a partial before its last one, is its own: the same words,
    /// perhaps in other signs.
    func awaits(_ transcript: Transcript) -> Bool {
        guard let text, finals.isEmpty, transcript.start == nil else { return false }
        return UserTurn.words(of: transcript.text) == UserTurn.words(of: text)
    }
}
