// SPDX-License-Identifier: MIT-0

/// What a language model is told about the language of a conversation.
package enum LanguageInstruction {
    /// One sentence. English, like the other instructions: every model has learned to follow that.
    package static func sentence(for languages: SpokenLanguages) -> String {
        switch languages {
        case .one(let language): "Answer in \(name(of: language))."
        case .several, .auto: "Answer in the language that the user speaks."
        }
    }

    /// `Portuguese (pt-BR)`: the tag says which.
    private static func name(of language: Language) -> String {
        let name = language.name
        if name == language.code { return "the language with the tag \(language)" }
        return language.tag == language.code ? name : "\(name) (\(language))"
    }
}
