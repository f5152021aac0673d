// SPDX-License-Identifier: MIT-0

import Channels
package import Dialogue

/// What is said when a conversation ends by itself, and when that is.
package struct Farewell: Sendable, Equatable {
    /// Nil: the usual words, in the language of the talk.
    package var text: String?
    /// Of the talk, as long as nobody has been understood.
    package var language: Language
    /// After so long in which nobody has spoken.
    package var after: Duration

    package init(text: String? = nil, in language: Language = .english, after: Duration) {
        self.text = text
        self.language = language
        self.after = after
    }

    /// What is said to somebody who has spoken `language`.
    func text(in spoken: Language?) -> String {
        text ?? Goodbye.text(in: spoken.map { $0.matches(language) ? language : $0 } ?? language)
    }
}

/// A language model that always says the same.
struct FixedReply: LanguageModel {
    let text: String

    func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        try await output.send(.text(text))
        try await output.send(.finished(.complete, nil))
    }
}
