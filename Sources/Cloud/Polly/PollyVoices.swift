// SPDX-License-Identifier: MIT-0

package import Dialogue

/// The voices of Polly that we know of, so that a default can be chosen and a mistake be named
/// without asking. DescribeVoices is the authority: a voice that isn't here may still exist.
///
/// Source: the developer guide's page "Available voices" and polly's service model, 2026.
package enum PollyVoices {
    /// A voice in one of its languages.
    package struct Entry: Sendable, Equatable {
        /// `VoiceId`: ASCII letters.
        package let id: String
        /// `LanguageCode`
        package let language: String
        package let engines: [PollyEngine]
    }

    /// Language by language; a language's default voice is its first.
    package static let all: [Entry] = table.flatMap { language, voices in
        voices.split(separator: ",").compactMap { voice in
            let words = voice.split(separator: " ")
            guard let id = words.first, let letters = words.last else { return nil }
            return Entry(
                id: String(id), language: language, engines: letters.compactMap { initials[$0] })
        }
    }

    private static let initials: [Character: PollyEngine] = [
        "G": .generative, "L": .longForm, "N": .neural, "S": .standard,
    ]

    private static let table: KeyValuePairs = [
        "ar-AE": "Hala N, Zayd N",
        "arb": "Zeina S",
        "ca-ES": "Arlet N",
        "cmn-CN": "Zhiyu NS",
        "cs-CZ": "Jitka N",
        "cy-GB": "Gwyneth S",
        "da-DK": "Sofie N, Naja S, Mads S",
        "de-AT": "Hannah GN",
        "de-CH": "Sabrina GN",
        "de-DE": "Vicki GNS, Daniel GN, Lennart G, Marlene S, Hans S",
        "en-AU": "Olivia GN, Nicole S, Russell S",
        "en-GB": "Amy GNS, Brian GNS, Emma NS, Arthur N",
        "en-GB-WLS": "Geraint S",
        "en-IE": "Niamh GN",
        "en-IN": "Kajal GN, Aditi S, Raveena S",
        "en-NZ": "Aria GN",
        "en-SG": "Jasmine GN",
        "en-US": "Joanna GNS, Danielle GLN, Matthew GN, Ruth GLN, Salli GNS, Stephen GN, "
            + "Tiffany G, Gregory LN, Patrick L, Ivy N, Kendra N, Kimberly N, Joey N, Justin N, "
            + "Kevin N",
        "en-ZA": "Ayanda GN",
        "es-ES": "Lucia GN, Sergio GN, Alba L, Raul L, Conchita S, Enrique S",
        "es-MX": "Mia GN, Andres GN",
        "es-US": "Lupe GN, Pedro GN, Penelope S, Miguel S",
        "fi-FI": "Suvi N",
        "fr-BE": "Isabelle GN",
        "fr-CA": "Gabrielle GN, Liam GN, Chantal S",
        "fr-FR": "Lea GNS, Remi GN, Ambre G, Florian G, Celine GS, Mathieu S",
        "hi-IN": "Kajal N, Aditi S",
        "is-IS": "Dora S, Karl S",
        "it-IT": "Bianca GNS, Beatrice G, Lorenzo G, Adriano N, Carla S, Giorgio S",
        "ja-JP": "Kazuha N, Takumi NS, Tomoko N, Mizuki S",
        "ko-KR": "Seoyeon GNS, Jihye N",
        "nb-NO": "Ida N, Liv S",
        "nl-BE": "Lisa GN",
        "nl-NL": "Laura GN, Lotte S, Ruben S",
        "pl-PL": "Ola GN, Ewa GS, Maja S, Jacek S, Jan S",
        "pt-BR": "Camila GNS, Vitoria N, Thiago N, Ricardo S",
        "pt-PT": "Ines NS, Cristiano S",
        "ro-RO": "Carmen S",
        "ru-RU": "Tatyana S, Maxim S",
        "sv-SE": "Elin N, Astrid S",
        "tr-TR": "Burcu N, Filiz S",
        "yue-CN": "Hiujin N",
    ]

    /// Polly's code for a language; nil where it has no voice for it. An accent that it doesn't
    /// have is spoken with another of the same language.
    package static func code(of language: Language) -> String? {
        switch (language.code, language.region) {
        case ("yue", _), ("zh", "HK"), ("zh", "MO"): return "yue-CN"
        case ("zh", _), ("cmn", _): return "cmn-CN"
        case ("ar", "AE"): return "ar-AE"
        case ("ar", _), ("arb", _): return "arb"
        case ("nb", _), ("no", _): return "nb-NO"
        case ("cy", _): return "cy-GB"
        // As Transcribe calls English of Wales and of Scotland.
        case ("en", "WL"): return "en-GB-WLS"
        case ("en", "AB"): return "en-GB"
        case ("es", "419"): return "es-MX"
        default: break
        }
        let code = [language.code, language.region].compactMap { $0 }.joined(separator: "-")
        if all.contains(where: { $0.language == code }) { return code }
        return commonest[language.code]
            ?? all.first { $0.language.hasPrefix(language.code + "-") }?.language
    }

    /// Of the languages with several accents.
    private static let commonest = [
        "de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "nl": "nl-NL", "pt": "pt-BR",
    ]

    /// A voice in its languages, by its id or its name (`Léa`), in letters of any case.
    package static func entries(of voice: String) -> [Entry] {
        let plain = plain(voice)
        return all.filter { Self.plain($0.id) == plain }
    }

    private static func plain(_ name: String) -> String {
        let accents: [Character: Character] = ["é": "e", "ê": "e", "í": "i", "ó": "o", "ú": "u"]
        return String(name.lowercased().map { accents[$0] ?? $0 })
    }
}
