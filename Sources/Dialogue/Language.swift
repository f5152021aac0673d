// SPDX-License-Identifier: MIT-0

/// A language, as `--language` takes it: a BCP 47 tag such as `en`, `en-US`, `zh-Hant-TW`.
///
/// Knows the language, script and region subtags of RFC 5646, section 2.1; variants and extensions
/// are accepted and dropped. Whether a provider speaks it is the provider's to say.
package struct Language: Sendable, Hashable, CustomStringConvertible {
    /// ISO 639, in lower case: `en`.
    package let code: String
    /// ISO 15924: `Hant`.
    package let script: String?
    /// ISO 3166-1 or UN M.49: `US`, `419`.
    package let region: String?

    /// Nil if `tag` is not of that form. Case doesn't matter, and `_` is taken for `-`.
    package init?(_ tag: String) {
        let subtags = tag.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        guard
            let first = subtags.first, (2...3).contains(first.utf8.count), Self.areLetters(first),
            subtags.allSatisfy({ (1...8).contains($0.utf8.count) && Self.isAlphanumeric($0) })
        else { return nil }
        code = first.lowercased()
        var rest = subtags.dropFirst()
        if let subtag = rest.first, subtag.utf8.count == 4, Self.areLetters(subtag) {
            script = subtag.prefix(1).uppercased() + subtag.dropFirst().lowercased()
            rest.removeFirst()
        } else {
            script = nil
        }
        if let subtag = rest.first, Self.isRegion(subtag) {
            region = subtag.uppercased()
        } else {
            region = nil
        }
    }

    /// The tag, in the usual case: `zh-Hant-TW`.
    package var tag: String { [code, script, region].compactMap { $0 }.joined(separator: "-") }

    package var description: String { tag }

    /// What the language is called in English; the code where we have no name for it.
    package var name: String { Self.names[code] ?? code }

    /// What is spoken where nothing is said.
    package static let english = Language(code: "en", region: "US")

    private init(code: String, region: String) {
        self.code = code
        self.region = region
        script = nil
    }

    /// Whether one may stand in for the other: the same language, perhaps by the name of a whole
    /// that it belongs to, and the same region if both name one.
    package func matches(_ other: Language) -> Bool {
        (Self.wholes[code] ?? code) == (Self.wholes[other.code] ?? other.code)
            && (region == nil || other.region == nil || region == other.region)
    }

    /// Members of languages that are mostly called by the whole's name (macrolanguages of ISO 639-3).
    private static let wholes = ["arb": "ar", "cmn": "zh", "yue": "zh", "nb": "no", "nn": "no"]

    private static func areLetters(_ text: Substring) -> Bool {
        text.unicodeScalars.allSatisfy(\.isASCIILetter)
    }

    private static func isAlphanumeric(_ text: Substring) -> Bool {
        text.unicodeScalars.allSatisfy(\.isASCIIWord)
    }

    private static func isRegion(_ text: Substring) -> Bool {
        text.utf8.count == 2 && areLetters(text)
            || text.utf8.count == 3 && text.unicodeScalars.allSatisfy(\.isASCIIDigit)
    }

    /// English names, by code.
    package static let names: [String: String] = [
        "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan",
        "cmn": "Mandarin", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
        "el": "Greek",
        "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
        "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati",
        "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
        "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
        "ka": "Georgian", "kn": "Kannada", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
        "mk": "Macedonian", "ml": "Malayalam", "mr": "Marathi", "ms": "Malay", "nb": "Norwegian",
        "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
        "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
        "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
        "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian",
        "ur": "Urdu", "vi": "Vietnamese", "yue": "Cantonese", "zh": "Chinese",
    ]
}
