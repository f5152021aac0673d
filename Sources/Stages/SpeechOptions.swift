// SPDX-License-Identifier: MIT-0

package import ArgumentParser
import Cloud
import Dialogue

/// What goes in and what comes out, where it isn't plain text and PCM of 16 kHz.
package struct SpeechOptions: ParsableArguments {
    /// What is written.
    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case raw, wav, mp3, ogg, opus

        /// Whether the bytes come from the provider as they are.
        package var isEncoded: Bool { polly != .pcm }

        var polly: PollyFormat { PollyFormat(rawValue: rawValue) ?? .pcm }
    }

    @Option(help: "What to write: raw or wav; with aws also mp3, ogg or opus.")
    package var format = Format.raw

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The sample rate with aws: 8000 or 16000, for mp3 and ogg up to 48000.",
            valueName: "hz"))
    package var rate: Int?

    @Option(
        help: ArgumentHelp(
            "Say in the events where these begin: sentence, word, viseme, ssml.",
            valueName: "kind,..."))
    package var marks: MarkKinds?

    @Flag(help: "The input is SSML: documents from <speak> to </speak>.")
    package var ssml = false

    package init() {}

    package func validate() throws {
        if let rate, !format.polly.rates.contains(rate) {
            let rates = format.polly.rates.map { "\($0)" }.joined(separator: ", ")
            throw ValidationError("--rate with --format \(format) takes \(rates), not \(rate).")
        }
        if marks != nil, format.isEncoded {
            throw ValidationError("--marks needs --format raw or wav, whose time can be counted.")
        }
        if marks?.kinds.contains(.ssml) == true, !ssml {
            throw ValidationError("--marks ssml needs --ssml.")
        }
    }

    /// Those that were given and that only AWS has, by their names.
    var given: [String] {
        (format.isEncoded ? ["--format \(format)"] : []) + (rate == nil ? [] : ["--rate"])
            + (marks == nil ? [] : ["--marks"]) + (ssml ? ["--ssml"] : [])
    }
}

/// `sentence,word`
package struct MarkKinds: ExpressibleByArgument, Sendable {
    let kinds: [SpeechMark.Kind]

    package init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let kinds = words.compactMap { SpeechMark.Kind(rawValue: String($0)) }
        guard kinds.count == words.count, Set(kinds).count == kinds.count else { return nil }
        self.kinds = kinds
    }
}

extension PollySettings {
    /// What the options of a tool say.
    init(
        _ language: Language, _ voice: VoiceOptions, _ polly: PollyOptions,
        _ speech: SpeechOptions?
    ) {
        self.init(language)
        self.voice = voice.voice
        speed = voice.speed
        engine = polly.engine
        lexicons = polly.lexicons
        parallel = polly.parallel ?? parallel
        synthesis = polly.synthesis ?? synthesis
        guard let speech else { return }
        format = speech.format.polly
        rate = speech.rate
        marks = speech.marks?.kinds ?? []
        isSSML = speech.ssml
    }
}
