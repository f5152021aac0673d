// SPDX-License-Identifier: MIT-0

/// What a language model is asked, so that what falls out of a history is not lost.
///
/// Rejected: to ask it within the conversation itself, where a cache would hold most of the
/// request: a persona answers as itself, and examples would be taken for what was said.
package struct SummaryTask: Sendable, Equatable {
    package let request: ReplyRequest
    /// The number of the first exchange that it does not take in.
    package let end: Int

    private static let instructions =
        "You keep the memory of a conversation between a user and an assistant. Write down what is "
        + "worth remembering of it: names, facts, wishes, decisions, open questions. At most 120 "
        + "words, plain text, in the language of the conversation. Write nothing else."

    /// - Parameters:
    ///   - earlier: the summary that is to be taken in.
    ///   - messages: what was said since.
    ///   - maxTokens: the longest summary.
    init(earlier: String?, messages: [Message], end: Int, maxTokens: Int) {
        var text = earlier.map { "Remembered so far:\n\($0)\n\nSaid since then:\n" } ?? ""
        for message in messages {
            text += (message.role == .user ? "User: " : "Assistant: ") + message.text + "\n"
        }
        request = ReplyRequest(
            system: Self.instructions, messages: [Message(.user, text)],
            options: GenerationOptions(maxTokens: maxTokens))
        self.end = end
    }
}
