// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue

/// What is said when a conversation ends by itself, and when that is.
package struct Farewell: Sendable, Equatable {
    /// What the Python sample said.
    package static let usual =
        "If you have any other questions, please don't hesitate to ask. Have a great day!"

    package var text: String
    /// After so long in which nobody has spoken.
    package var after: Duration

    package init(text: String = Self.usual, after: Duration) {
        self.text = text
        self.after = after
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
