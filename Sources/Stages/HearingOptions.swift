// SPDX-License-Identifier: MIT-0

import Cloud
package import Dialogue
import Settings

/// All that a transcriber is made by.
package struct HearingOptions: Sendable {
    package var languages: SpokenLanguages
    /// Only Amazon Transcribe has these; nil where a tool has none of them.
    package var transcribe: TranscribeOptions?
    package var speakers: SpeakerOptions?
    package var several: SeveralLanguagesOptions?

    package init(
        _ languages: SpokenLanguages, _ transcribe: TranscribeOptions? = nil,
        _ speakers: SpeakerOptions? = nil, _ several: SeveralLanguagesOptions? = nil
    ) {
        self.several = several
        self.languages = languages
        self.transcribe = transcribe
        self.speakers = speakers
    }

    /// Interleaved channels of the audio.
    package var channels: Int { speakers?.channelIdentification == true ? 2 : 1 }

    /// Throws `SettingsError.badOption` for what the provider doesn't have, as far as that can be
    /// known before the provider is chosen.
    package func check(for provider: Provider) throws {
        switch provider {
        case .auto: break
        case .aws: _ = try settings(environment: [:])
        case .offline, .openai, .exec:
            if let option = onlyAmazons {
                throw SettingsError.badOption(option, problem: "needs --provider aws")
            }
            if provider == .offline, case .several = languages {
                throw SettingsError.badOption(
                    "--language",
                    problem: "the offline engine takes one language or auto, not a list")
            }
        }
    }

    /// The first option that is given and that only Transcribe has.
    private var onlyAmazons: String? {
        if speakers?.speakerLabels == true { return "--speaker-labels" }
        if speakers?.channelIdentification == true { return "--channel-identification" }
        if several?.singleLanguage == true { return "--single-language" }
        if several?.preferredLanguage != nil { return "--preferred-language" }
        guard let transcribe else { return nil }
        let given: [(String, Bool)] = [
            ("--stability", transcribe.stability != nil),
            ("--vocabulary", !transcribe.vocabulary.isEmpty),
            ("--vocabulary-filter", !transcribe.vocabularyFilter.isEmpty),
            ("--vocabulary-filter-method", transcribe.vocabularyFilterMethod != nil),
            ("--language-model-name", transcribe.languageModelName != nil),
            ("--identify-pii", transcribe.identifyPII), ("--redact-pii", transcribe.redactPII),
            ("--pii-types", transcribe.piiTypes != nil),
            ("--transcript-format", transcribe.transcriptFormat != nil),
        ]
        return given.first { $0.1 }?.0
    }

    /// What Transcribe is asked for; `environment` has the locale. Throws
    /// `SettingsError.badOption` for what it would refuse.
    func settings(environment: [String: String]) throws -> TranscribeSettings {
        var settings = TranscribeSettings(languages: try codes(environment))
        if let speakers {
            settings.labelsSpeakers = speakers.speakerLabels
            settings.separatesChannels = speakers.channelIdentification
        }
        if let transcribe { set(transcribe, in: &settings) }
        try settings.check()
        return settings
    }

    private func set(_ transcribe: TranscribeOptions, in settings: inout TranscribeSettings) {
        settings.stability = transcribe.stability ?? .high
        settings.vocabularies = transcribe.vocabulary
        settings.vocabularyFilters = transcribe.vocabularyFilter
        settings.filterMethod = transcribe.vocabularyFilterMethod
        settings.languageModel = transcribe.languageModelName
        settings.identifiesPII = transcribe.identifyPII
        settings.redactsPII = transcribe.redactPII
        settings.piiTypes = (transcribe.piiTypes ?? "").split(separator: ",").map {
            $0.filter { $0 != " " }.uppercased()
        }
        settings.format = transcribe.transcriptFormat
    }

    private func codes(_ environment: [String: String]) throws -> TranscribeSettings.Languages {
        let preferred = try several?.preferredLanguage.map { tag in
            guard let language = Language(tag) else {
                throw SettingsError.badOption(
                    "--preferred-language", problem: "'\(tag)' is not a language tag")
            }
            return try TranscribeLanguage.required(language, option: "--preferred-language")
        }
        var codes: [String]
        switch languages {
        case .one(let language):
            codes = [try TranscribeLanguage.required(language, option: "--language")]
        case .several(let languages):
            codes = try languages.map { try TranscribeLanguage.required($0, option: "--language") }
        case .auto:
            codes = TranscribeLanguage.likely(locale: TranscribeLanguage.locale(in: environment))
        }
        let onlyOne = several?.singleLanguage == true
        if codes.count > 1 {
            return .identified(codes, onlyOne: onlyOne, preferred: preferred)
        }
        guard preferred == nil, !onlyOne else {
            throw SettingsError.badOption(
                preferred == nil ? "--single-language" : "--preferred-language",
                problem: "needs several languages in --language, or auto")
        }
        return .fixed(codes[0])
    }
}
