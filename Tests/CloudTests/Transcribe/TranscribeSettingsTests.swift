// SPDX-License-Identifier: MIT-0

import Dialogue
import Reporting
import Settings
import Testing
import Transfer

@testable import Cloud

struct TranscribeSettingsTests {
    /// The options among the headers, without their prefix.
    private func options(_ settings: TranscribeSettings) -> [String: String] {
        var options: [String: String] = [:]
        for field in settings.headers where field.name.hasPrefix("x-amzn-transcribe-") {
            options[String(field.name.dropFirst("x-amzn-transcribe-".count))] = field.value
        }
        return options
    }

    private static let least = ["media-encoding": "pcm", "sample-rate": "16000"]
    private static let stable = [
        "enable-partial-results-stabilization": "true", "partial-results-stability": "high",
    ]

    private func more(_ options: [String: String]) -> [String: String] {
        Self.least.merging(options) { $1 }
    }

    @Test func `one language is a language code`() {
        var settings = TranscribeSettings(languages: .fixed("de-DE"))
        #expect(
            options(settings) == more(Self.stable).merging(["language-code": "de-DE"]) { $1 })
        #expect(settings.headers.first("content-type") == "application/vnd.amazon.eventstream")
        settings.stability = .off
        #expect(options(settings) == more(["language-code": "de-DE"]))
    }

    @Test func `several are told apart`() {
        var settings = TranscribeSettings(
            languages: .identified(["en-US", "fr-FR"], onlyOne: false, preferred: nil))
        settings.stability = .off
        settings.vocabularies = ["a", "b"]
        settings.vocabularyFilters = ["c"]
        settings.filterMethod = .mask
        #expect(
            options(settings)
                == more([
                    "identify-multiple-languages": "true", "language-options": "en-US,fr-FR",
                    "vocabulary-names": "a,b", "vocabulary-filter-names": "c",
                    "vocabulary-filter-method": "mask",
                ]))
        settings = TranscribeSettings(
            languages: .identified(["en-US", "fr-FR"], onlyOne: true, preferred: "fr-FR"))
        settings.stability = .low
        #expect(
            options(settings)
                == more([
                    "identify-language": "true", "language-options": "en-US,fr-FR",
                    "preferred-language": "fr-FR", "partial-results-stability": "low",
                    "enable-partial-results-stabilization": "true",
                ]))
    }

    @Test func `all the rest has a header of its own`() {
        var settings = TranscribeSettings()
        settings.stability = .off
        settings.vocabularies = ["a"]
        settings.vocabularyFilters = ["b"]
        settings.filterMethod = .tag
        settings.languageModel = "m"
        settings.redactsPII = true
        settings.piiTypes = ["NAME", "PIN"]
        settings.separatesChannels = true
        settings.format = .spoken
        #expect(
            options(settings)
                == more([
                    "language-code": "en-US", "vocabulary-name": "a",
                    "vocabulary-filter-name": "b", "vocabulary-filter-method": "tag",
                    "language-model-name": "m", "content-redaction-type": "PII",
                    "pii-entity-types": "NAME,PIN", "enable-channel-identification": "true",
                    "number-of-channels": "2", "transcript-format": "spoken",
                ]))
        #expect(settings.channels == 2)
    }

    private static let two = TranscribeSettings(
        languages: .identified(["en-US", "fr-FR"], onlyOne: false, preferred: nil))

    private typealias Change = @Sendable (inout TranscribeSettings) -> Void

    private static let refused: [(option: String, change: Change)] = [
        (
            "--redact-pii",
            {
                $0.languages = two.languages; $0.redactsPII = true
            }
        ),
        (
            "--identify-pii",
            {
                $0.languages = two.languages; $0.identifiesPII = true
            }
        ),
        (
            "--identify-pii",
            {
                $0.redactsPII = true; $0.identifiesPII = true
            }
        ),
        ("--pii-types", { $0.piiTypes = ["NAME"] }),
        (
            "--pii-types",
            {
                $0.piiTypes = ["FACE"]; $0.redactsPII = true
            }
        ),
        (
            "--language-model-name",
            {
                $0.languages = two.languages; $0.languageModel = "m"
            }
        ),
        ("--vocabulary", { $0.vocabularies = ["a", "b"] }),
        ("--vocabulary", { $0.vocabularies = ["a,b"] }),
        ("--vocabulary-filter", { $0.vocabularyFilters = ["é"] }),
        ("--vocabulary-filter-method", { $0.filterMethod = .mask }),
        (
            "--speaker-labels",
            {
                $0.labelsSpeakers = true; $0.separatesChannels = true
            }
        ),
        (
            "--language",
            { $0.languages = .identified(["en-US", "en-GB"], onlyOne: false, preferred: nil) }
        ),
        (
            "--preferred-language",
            {
                $0.languages = .identified(
                    ["en-US", "fr-FR"], onlyOne: true, preferred: "de-DE")
            }
        ),
        (
            "--preferred-language",
            {
                $0.languages = .identified(
                    ["en-US", "fr-FR"], onlyOne: false, preferred: "fr-FR")
            }
        ),
    ]

    @Test func `what doesn't go together is refused by its name`() {
        for (option, change) in Self.refused {
            var settings = TranscribeSettings()
            change(&settings)
            let error = #expect(throws: SettingsError.self) { try settings.check() }
            #expect(error?.description.hasPrefix("\(option): ") == true)
            #expect(error?.status == .usage)
        }
    }

    // MARK: Languages

    @Test func `there are 99, each once, and each means itself`() {
        #expect(TranscribeLanguage.codes.count == 99)
        #expect(Set(TranscribeLanguage.codes).count == 99)
        for code in TranscribeLanguage.codes {
            #expect(Language(code).flatMap(TranscribeLanguage.code) == code)
        }
    }

    @Test(arguments: [
        ("de", "de-DE"), ("en", "en-US"), ("zh", "zh-CN"), ("no", "no-NO"), ("nb", "no-NO"),
        ("nb-NO", "no-NO"), ("cmn", "zh-CN"), ("cmn-CN", "zh-CN"), ("arb", "ar-SA"),
        ("ar", "ar-SA"), ("fr", "fr-FR"), ("es", "es-US"), ("pt", "pt-BR"), ("yue-CN", "zh-HK"),
        ("zh-Hant", "zh-TW"), ("zh-Hant-HK", "zh-HK"), ("fil", "tl-PH"), ("sw", "sw-KE"),
        ("EN_gb", "en-GB"), ("ckb", "ckb-IQ"),
    ])
    func `a tag means a code`(tag: String, code: String) {
        #expect(Language(tag).flatMap(TranscribeLanguage.code) == code)
    }

    @Test(arguments: ["en-ZZ", "de-AT", "tlh", "ga", "es-419"])
    func `what isn't in the table is refused, with what there is`(tag: String) throws {
        let language = try #require(Language(tag))
        let error = #expect(throws: SettingsError.self) {
            try TranscribeLanguage.required(language, option: "--language")
        }
        #expect(error?.status == .usage)
        if tag == "de-AT" { #expect(error?.description.hasSuffix("but de-DE, de-CH") == true) }
    }

    @Test(
        arguments: [
            ([:], "en-US es-US fr-FR de-DE zh-CN"),
            (["LANG": "C.UTF-8"], "en-US es-US fr-FR de-DE zh-CN"),
            (["LANG": "ja_JP.UTF-8"], "ja-JP en-US es-US fr-FR de-DE"),
            (["LANG": "ja_JP", "LC_ALL": "en_GB.UTF-8@x"], "en-GB es-US fr-FR de-DE zh-CN"),
            (["LANG": "fr_CA", "LC_ALL": "", "LC_MESSAGES": "C"], "en-US es-US fr-FR de-DE zh-CN"),
            (["LANG": "ga_IE"], "en-US es-US fr-FR de-DE zh-CN"),
        ] as [([String: String], String)])
    func `auto begins with the locale's`(environment: [String: String], codes: String) {
        let locale = TranscribeLanguage.locale(in: environment)
        #expect(TranscribeLanguage.likely(locale: locale).joined(separator: " ") == codes)
    }
}
