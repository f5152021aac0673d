// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Cloud

/// How Amazon Transcribe hears: what a tool with turns can make use of.
package struct TranscribeOptions: ParsableArguments {
    @Option(help: "How soon words of partial results stay as they are: high, medium, low or off.")
    package var stability: TranscribeSettings.Stability?

    @Option(
        help: ArgumentHelp(
            "A custom vocabulary. Repeatable where languages are told apart.", valueName: "name"))
    package var vocabulary: [String] = []

    @Option(
        help: ArgumentHelp(
            "A vocabulary filter. Repeatable where languages are told apart.", valueName: "name"))
    package var vocabularyFilter: [String] = []

    @Option(help: "What becomes of filtered words: remove, mask or tag.")
    package var vocabularyFilterMethod: TranscribeSettings.FilterMethod?

    @Option(help: ArgumentHelp("A custom language model.", valueName: "name"))
    package var languageModelName: String?

    @Flag(name: .customLong("identify-pii"), help: "Say what names people, places and accounts.")
    package var identifyPII = false

    @Flag(
        name: .customLong("redact-pii"), help: "Leave out what names people, places and accounts.")
    package var redactPII = false

    @Option(
        name: .customLong("pii-types"),
        help: ArgumentHelp("Only these kinds, as in NAME,PHONE.", valueName: "types"))
    package var piiTypes: String?

    @Option(help: "How numbers are written: written ($50) or spoken (fifty dollars).")
    package var transcriptFormat: TranscribeSettings.Format?

    package init() {}
}

/// How Amazon Transcribe tells languages apart.
package struct SeveralLanguagesOptions: ParsableArguments {
    @Flag(help: "Listen for one of the languages only, that of the first words.")
    package var singleLanguage = false

    @Option(
        help: ArgumentHelp("With --single-language: the likeliest.", valueName: "tag"))
    package var preferredLanguage: String?

    package init() {}
}

/// Who speaks, and on which channel.
package struct SpeakerOptions: ParsableArguments {
    @Flag(help: "Tell speakers apart: a line for each, beginning with spk_0:, spk_1:, ….")
    package var speakerLabels = false

    @Flag(help: "Tell two channels apart: a line for each, beginning with ch_0: or ch_1:.")
    package var channelIdentification = false

    package init() {}
}

extension TranscribeSettings.Stability: ExpressibleByArgument {}
extension TranscribeSettings.FilterMethod: ExpressibleByArgument {}
extension TranscribeSettings.Format: ExpressibleByArgument {}
