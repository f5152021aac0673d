// SPDX-License-Identifier: MIT-0

import Testing

@testable import Dialogue

struct LanguageTests {
    @Test(arguments: [
        ("en-US", "en", "en-US"), ("EN", "en", "en"), ("zh-hant-tw", "zh", "zh-Hant-TW"),
        ("de_DE", "de", "de-DE"), ("es-419", "es", "es-419"), ("yue", "yue", "yue"),
        ("sl-nedis", "sl", "sl"), ("de-DE-1996", "de", "de-DE"),
    ])
    func `a tag is read`(written: String, code: String, tag: String) throws {
        let language = try #require(Language(written))
        #expect(language.code == code)
        #expect(language.tag == tag)
    }

    @Test(arguments: ["", "e", "english", "en-", "-US", "en US", "1n", "en-US!", "en.UTF-8", "ゑん"])
    func `what is no tag is refused`(written: String) { #expect(Language(written) == nil) }

    @Test func `languages match by code, and by region where both have one`() throws {
        let english = try #require(Language("en"))
        let american = try #require(Language("en-US"))
        let british = try #require(Language("en-GB"))
        #expect(english.matches(american) && american.matches(english))
        #expect(!american.matches(british))
        let (chinese, mandarin) = (try #require(Language("zh")), try #require(Language("cmn-CN")))
        #expect(chinese.matches(mandarin) && !chinese.matches(english))
        #expect(american.name == "English")
        #expect(Language("yue")?.name == "yue")
    }
}
