// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Dialogue
import Filter

/// Who does the work, in a tool with one stage.
package struct ProviderOptions: ParsableArguments {
    @Option(help: "Who does the work: auto, aws, offline, openai or exec:CMD.")
    package var provider = Provider.auto

    package init() {}
}

/// Which language is spoken.
package struct LanguageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language that is spoken, as in de or en-US, the default.", valueName: "tag"))
    package var language: String?

    package init() {}

    package func validate() throws { _ = try parsed() }

    /// The language that the tag means.
    package func parsed() throws -> Language {
        let tag = self.language ?? "en-US"
        guard let language = Language(tag) else {
            throw ValidationError("'\(tag)' is not a language tag such as en-US or de.")
        }
        return language
    }
}

/// Which languages may be spoken, in a tool that only listens.
package struct SpokenLanguageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language that is spoken, as in en-US or de; several, as in en-US,fr-FR; or auto.",
            valueName: "tags"))
    package var language = "en-US"

    package init() {}

    package func validate() throws { _ = try parsed() }

    /// What the tags mean.
    package func parsed() throws -> SpokenLanguages {
        guard let languages = SpokenLanguages(language) else {
            throw ValidationError(
                "'\(language)' is neither a language tag such as en-US or de, nor several with "
                    + "commas between them, nor auto.")
        }
        return languages
    }
}

/// How the language model answers.
package struct ReplyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The model: a name, an id, or a GGUF file of your own. [environment: MODEL_ID]",
            valueName: "model"))
    package var model: String?

    @Option(
        help: ArgumentHelp(
            "Instructions above the conversation; @FILE takes them from a file.",
            valueName: "text"))
    package var system: String?

    @Flag(help: "Without --system, give no instructions at all, instead of the usual ones.")
    package var noDefaultSystem = false

    // Unconditional: a value with a minus is a wrong number, not another option.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The longest reply, in tokens.", valueName: "n"))
    package var maxTokens: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How freely it chooses words, from 0.", valueName: "x"))
    package var temperature: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Choose among words of this total probability.", valueName: "x"))
    package var topP: Double?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("End the reply before this text. Repeatable.", valueName: "text"))
    package var stop: [String] = []

    package init() {}

    package func validate() throws {
        if let maxTokens, maxTokens < 1 {
            throw ValidationError("--max-tokens takes a number from 1, not \(maxTokens).")
        }
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("--temperature takes a number from 0 to 2, not \(temperature).")
        }
        if let topP, !(0...1).contains(topP) {
            throw ValidationError("--top-p takes a number from 0 to 1, not \(topP).")
        }
        if stop.contains("") { throw ValidationError("--stop takes a text that isn't empty.") }
    }

    /// What stands above the conversation. Throws `FilterError` for a file that can't be read.
    package func instructions() throws -> String? {
        guard let system else { return noDefaultSystem ? nil : Prompt.spoken }
        guard system.hasPrefix("@") else { return system }
        let rest = String(system.dropFirst())
        // Two of them are the sign itself.
        guard !rest.hasPrefix("@") else { return rest }
        let input = try Input.opening(rest)
        guard let text = String(validating: try input.readToEnd(atMost: 1 << 20), as: UTF8.self)
        else { throw FilterError.notText(input.name) }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// What a request carries of it.
    package var generation: GenerationOptions {
        GenerationOptions(
            maxTokens: maxTokens, temperature: temperature, topP: topP, stopSequences: stop)
    }
}

/// How the answer sounds.
package struct VoiceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The voice; vc-speak --list-voices shows them.", valueName: "name"))
    package var voice: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How fast it speaks: 1 is the voice's own pace.", valueName: "x"))
    package var speed = 1.0

    package init() {}

    package func validate() throws {
        guard (0.2...4).contains(speed) else {
            throw ValidationError("--speed takes a number from 0.2 to 4, not \(speed).")
        }
    }
}
