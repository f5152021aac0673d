// SPDX-License-Identifier: MIT-0

/// What stands above a conversation in every request: instructions, and examples of how to answer.
///
/// The one place that composes system text. Its beginning changes least, so that what a model has
/// cached of it stays good.
package struct Prompt: Sendable, Equatable {
    /// Makes answers fit for the ear; used where nothing else is said.
    package static let spoken =
        "You are a friendly voice assistant. Answer in one or two short spoken sentences. "
        + "Do not use lists, markdown or emojis."

    /// Who answers and how: `spoken`, a persona's, or the user's own.
    package var instructions: String?
    /// What is answered in; nil leaves it to the model.
    package var languages: SpokenLanguages?
    /// Turns and replies as if they had been said before the conversation: the user's first, the
    /// assistant's last, by turns. They are never forgotten, and never part of a memory.
    package var examples: [Message]

    package init(
        _ instructions: String? = Self.spoken, languages: SpokenLanguages? = nil,
        examples: [Message] = []
    ) {
        self.instructions = instructions
        self.languages = languages
        self.examples = examples
    }

    /// The system text; nil if there is nothing to say.
    /// - Parameter summary: what is remembered of a conversation beside its messages.
    package func system(summary: String? = nil) -> String? {
        let parts = [
            instructions.flatMap { $0.isEmpty ? nil : $0 },
            languages.map(LanguageInstruction.sentence),
            summary.map { "What you remember of the conversation before this:\n\($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }
}
