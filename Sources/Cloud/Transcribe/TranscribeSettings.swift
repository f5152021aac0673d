// SPDX-License-Identifier: MIT-0

package import Transfer

/// What a run asks of Transcribe: the options of StartStreamTranscription.
///
/// Which of them go together: the documentation strings of the AWS SDK for Python's model of
/// October 2026, and those of amazon-transcribe 0.6.4.
package struct TranscribeSettings: Sendable, Equatable {
    package enum Languages: Sendable, Equatable {
        case fixed(String)
        /// Found out: once for the stream, or for each result anew.
        case identified([String], onlyOne: Bool, preferred: String?)
    }

    package enum Stability: String, Sendable, CaseIterable { case high, medium, low, off }
    package enum FilterMethod: String, Sendable, CaseIterable { case remove, mask, tag }
    package enum Format: String, Sendable, CaseIterable { case written, spoken }

    package var languages: Languages
    package var stability = Stability.high
    package var vocabularies: [String] = []
    package var vocabularyFilters: [String] = []
    package var filterMethod: FilterMethod?
    package var languageModel: String?
    package var identifiesPII = false
    package var redactsPII = false
    /// In capitals: `NAME`; none means all.
    package var piiTypes: [String] = []
    package var labelsSpeakers = false
    /// Two interleaved channels, each by itself.
    package var separatesChannels = false
    package var format: Format?

    package init(languages: Languages = .fixed("en-US")) { self.languages = languages }

    /// Channels of the audio.
    package var channels: Int { separatesChannels ? 2 : 1 }

    var identifiesLanguage: Bool {
        if case .identified = languages { true } else { false }
    }

    /// What goes ahead of the stream.
    package var headers: [HTTPField] {
        var options: [(String, String?)] = [
            ("media-encoding", "pcm"), ("sample-rate", "16000"),
            ("vocabulary-filter-method", filterMethod?.rawValue),
            ("language-model-name", languageModel), ("transcript-format", format?.rawValue),
            ("content-identification-type", identifiesPII ? "PII" : nil),
            ("content-redaction-type", redactsPII ? "PII" : nil),
            ("pii-entity-types", Self.list(piiTypes)),
            ("show-speaker-label", labelsSpeakers ? "true" : nil),
            ("enable-channel-identification", separatesChannels ? "true" : nil),
            ("number-of-channels", separatesChannels ? "2" : nil),
        ]
        if stability != .off {
            options.append(("enable-partial-results-stabilization", "true"))
            options.append(("partial-results-stability", stability.rawValue))
        }
        let plural = identifiesLanguage ? "s" : ""
        options.append(("vocabulary-name\(plural)", Self.list(vocabularies)))
        options.append(("vocabulary-filter-name\(plural)", Self.list(vocabularyFilters)))
        switch languages {
        case .fixed(let code): options.append(("language-code", code))
        case .identified(let codes, let onlyOne, let preferred):
            let way = onlyOne ? "identify-language" : "identify-multiple-languages"
            options.append((way, "true"))
            options.append(("language-options", Self.list(codes)))
            options.append(("preferred-language", preferred))
        }
        return [HTTPField("Content-Type", "application/vnd.amazon.eventstream")]
            + options.compactMap { name, value in
                value.map { HTTPField("x-amzn-transcribe-\(name)", $0) }
            }
    }

    private static func list(_ values: [String]) -> String? {
        values.isEmpty ? nil : values.joined(separator: ",")
    }
}
