// SPDX-License-Identifier: MIT-0

import Settings

/// Options that don't go together, found before anything is sent.
extension TranscribeSettings {
    /// What `--pii-types` takes.
    package static let piiTypes = [
        "ADDRESS", "AGE", "ALL", "BANK_ACCOUNT_NUMBER", "BANK_ROUTING", "CREDIT_DEBIT_CVV",
        "CREDIT_DEBIT_EXPIRY", "CREDIT_DEBIT_NUMBER", "DATE_TIME", "EMAIL", "LICENSE_PLATE", "NAME",
        "PASSPORT_NUMBER", "PASSWORD", "PHONE", "PIN", "SSN", "USERNAME",
        "VEHICLE_IDENTIFICATION_NUMBER",
    ]

    /// Throws `SettingsError.badOption` for what Transcribe would refuse.
    package func check() throws {
        try checkLanguages()
        try checkContent()
        for (option, names) in [
            ("--vocabulary", vocabularies), ("--vocabulary-filter", vocabularyFilters),
            ("--language-model-name", [languageModel].compactMap(\.self)),
        ] {
            for name in names where !Self.isName(name) {
                throw SettingsError.badOption(
                    option,
                    problem: "'\(name)' is no name: letters, digits and ._- make one")
            }
            if names.count > 1, !identifiesLanguage {
                throw SettingsError.badOption(
                    option, problem: "several need several languages in --language, or auto")
            }
        }
        if filterMethod != nil, vocabularyFilters.isEmpty {
            throw SettingsError.badOption(
                "--vocabulary-filter-method", problem: "needs --vocabulary-filter")
        }
        if labelsSpeakers, separatesChannels {
            throw Self.conflict("--speaker-labels", "--channel-identification")
        }
    }

    private func checkLanguages() throws {
        guard case .identified(let codes, let onlyOne, let preferred) = languages else { return }
        for (index, code) in codes.enumerated() {
            let base = TranscribeLanguage.base(code)
            if let other = codes[..<index].first(where: { TranscribeLanguage.base($0) == base }) {
                throw SettingsError.badOption(
                    "--language",
                    problem: "Transcribe tells languages apart, not dialects: \(other), \(code)")
            }
        }
        if let preferred, !codes.contains(preferred) {
            throw SettingsError.badOption(
                "--preferred-language", problem: "'\(preferred)' is none of --language")
        }
        if preferred != nil, !onlyOne {
            throw SettingsError.badOption(
                "--preferred-language", problem: "needs --single-language")
        }
        for (option, isGiven) in [
            ("--language-model-name", languageModel != nil), ("--identify-pii", identifiesPII),
            ("--redact-pii", redactsPII),
        ] where isGiven {
            throw SettingsError.badOption(option, problem: "needs one language in --language")
        }
    }

    private func checkContent() throws {
        if identifiesPII, redactsPII { throw Self.conflict("--identify-pii", "--redact-pii") }
        guard !piiTypes.isEmpty else { return }
        guard identifiesPII || redactsPII else {
            throw SettingsError.badOption(
                "--pii-types", problem: "needs --identify-pii or --redact-pii")
        }
        for type in piiTypes where !Self.piiTypes.contains(type) {
            throw SettingsError.badOption(
                "--pii-types",
                problem: "'\(type)' is none of \(Self.piiTypes.joined(separator: ", "))")
        }
    }

    private static func conflict(_ one: String, _ other: String) -> SettingsError {
        .badOption(one, problem: "can't go with \(other)")
    }

    private static func isName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte < 0x80
                    && (Character(UnicodeScalar(byte)).isLetter
                        || Character(UnicodeScalar(byte)).isNumber)
                    || "._-".utf8.contains(byte)
            }
    }
}
