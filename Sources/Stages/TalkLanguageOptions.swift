// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Dialogue

/// The language of a whole conversation: what is heard, how it is answered, and the voice.
package struct TalkLanguageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language of the talk, as in en-US or de; several, as in en-US,zh-CN; or auto.",
            valueName: "tags"))
    package var language: String?

    package init() {}

    package func validate() throws { _ = try parsed() }

    /// What the tags mean; English where nothing is said.
    package func parsed() throws -> SpokenLanguages {
        let text = language ?? "en-US"
        guard let languages = SpokenLanguages(text) else {
            throw ValidationError(
                "'\(text)' is neither a language tag such as en-US or de, nor several with "
                    + "commas between them, nor auto.")
        }
        return languages
    }

    /// What was named; nil where nothing was.
    package var named: SpokenLanguages? {
        get throws { language == nil ? nil : try parsed() }
    }
}
