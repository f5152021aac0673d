// SPDX-License-Identifier: MIT-0

package import Dialogue
import Settings

/// The languages of Transcribe streaming, by the codes that it takes.
///
/// Source: the enum `LanguageCode` of the AWS SDK for Python's model of October 2026.
package enum TranscribeLanguage {
    /// All 99; of each language the one first that stands for it where no region is named.
    package static let codes: [String] = """
        en-US en-GB es-US fr-FR fr-CA en-AU it-IT de-DE pt-BR ja-JP ko-KR zh-CN th-TH es-ES ar-SA
        pt-PT ca-ES ar-AE hi-IN zh-HK nl-NL no-NO sv-SE pl-PL fi-FI zh-TW en-IN en-IE en-NZ en-AB
        en-ZA en-WL de-CH af-ZA eu-ES hr-HR cs-CZ da-DK fa-IR gl-ES el-GR he-IL id-ID lv-LV ms-MY
        ro-RO ru-RU sr-RS sk-SK so-SO tl-PH uk-UA vi-VN zu-ZA am-ET be-BY bg-BG bn-IN bs-BA ckb-IQ
        ckb-IR cy-WL es-MX et-ET fa-AF gu-IN ht-HT hu-HU hy-AM is-IS jv-ID ka-GE kab-DZ kk-KZ km-KH
        kn-IN lg-IN lt-LT mk-MK ml-IN mr-IN my-MM ne-NP or-IN pa-IN ps-AF si-LK sl-SI sq-AL su-ID
        sw-KE sw-BI sw-RW sw-TZ sw-UG ta-IN te-IN tr-TR uz-UZ
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// What others call the same, Amazon Polly among them (`cmn-CN`, `nb-NO`, `arb`).
    private static let aliases = [
        "nb": "no", "nn": "no", "cmn": "zh", "arb": "ar", "fil": "tl", "iw": "he", "in": "id",
        "jw": "jv", "gsw": "de", "prs": "fa",
    ]
    /// Where the name alone says which dialect.
    private static let dialects = [
        "yue": "zh-HK", "gsw": "de-CH", "prs": "fa-AF", "arb": "ar-SA", "zh-Hant": "zh-TW",
        "zh-Hans": "zh-CN",
    ]

    /// The code that `language` means; nil if Transcribe doesn't know it in this region.
    package static func code(for language: Language) -> String? {
        let base = aliases[language.code] ?? language.code
        if let region = language.region, codes.contains("\(base)-\(region)") {
            return "\(base)-\(region)"
        }
        if language.code == "yue" { return dialects["yue"] }
        guard language.region == nil else { return nil }
        let written = [base, language.script].compactMap(\.self).joined(separator: "-")
        return dialects[language.code] ?? dialects[written]
            ?? codes.first { $0.hasPrefix(base + "-") }
    }

    /// The code that `language` means. Throws `SettingsError.badOption` if Transcribe doesn't know
    /// it.
    package static func required(_ language: Language, option: String) throws -> String {
        if let code = code(for: language) { return code }
        let base = aliases[language.code] ?? language.code
        let others = codes.filter { $0.hasPrefix(base + "-") }.joined(separator: ", ")
        throw SettingsError.badOption(
            option,
            problem: "Transcribe doesn't know '\(language)'"
                + (others.isEmpty ? "" : ", but \(others)"))
    }

    /// What `auto` listens for: the user's own language and the most spoken of those that AWS's
    /// own samples name, five at most (more are not recommended), one dialect of each.
    package static func likely(locale: Language?) -> [String] {
        var chosen: [String] = []
        let own = locale.flatMap(code)
        for code in [own].compactMap(\.self) + ["en-US", "es-US", "fr-FR", "de-DE", "zh-CN"]
        where chosen.count < 5 && !chosen.contains(where: { base($0) == base(code) }) {
            chosen.append(code)
        }
        return chosen
    }

    /// `en` of `en-US`.
    static func base(_ code: String) -> Substring { code.prefix { $0 != "-" } }

    /// The language of a POSIX locale: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says
    /// something; nil for `C`, `POSIX` and what is none.
    package static func locale(in environment: [String: String]) -> Language? {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let text = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let tag = text.prefix { $0 != "." && $0 != "@" }
        return tag == "C" || tag == "POSIX" ? nil : Language(String(tag))
    }
}
