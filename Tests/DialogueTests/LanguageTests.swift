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
        #expect(Language("tlh")?.name == "tlh")
    }

    @Test(arguments: [
        ("de", "Answer in German."), ("pt-BR", "Answer in Portuguese (pt-BR)."),
        ("tlh", "Answer in the language with the tag tlh."),
        ("en-US,zh-CN", "Answer in the language that the user speaks."),
        ("auto", "Answer in the language that the user speaks."),
    ])
    func `the model is told which language to answer in`(tags: String, sentence: String) throws {
        let languages = try #require(SpokenLanguages(tags))
        #expect(LanguageInstruction.sentence(for: languages) == sentence)
    }

    @Test(arguments: [
        ("en-GB", "Have a great day!"), ("de-AT", "Einen schönen Tag"), ("es-419", "buen día!"),
        ("zh-CN", "祝您有美好的一天"), ("cmn-CN", "祝您有美好的一天"), ("zh-TW", "請隨時告訴我"),
        ("zh-Hant", "請隨時告訴我"), ("yue", "隨時問我"), ("zh-HK", "隨時問我"), ("nb-NO", "fin dag"),
        ("arb", "يومًا سعيدًا"), ("tlh", "Have a great day!"),
    ])
    func `goodbye is said in the language`(tag: String, part: String) throws {
        #expect(Goodbye.text(in: try #require(Language(tag))).contains(part))
    }
}
