// SPDX-License-Identifier: MIT-0

import Testing

@testable import vc_engine

struct SpokenTextTests {
    @Test(arguments: [
        ("Hello, world. How are you?", ["Hello,|,", "world.|.", "How are you?|?"]),
        ("It costs 3.14 at 10:30, e.g. here", ["It costs 3.14 at 10:30,|,", "e.g.|.", "here|."]),
        ("He said \"no!\" loudly", ["He said \"no!|!", "\" loudly|."]),
        ("你好，世界。", ["你好，|,", "世界。|."]),
        ("... !?", []),
        ("", []),
        ("no mark", ["no mark|."]),
    ])
    func `a line is cut at its marks`(line: String, expected: [String]) {
        #expect(SpokenText(line).clauses.map { "\($0.text)|\($0.mark)" } == expected)
    }

    @Test func `phonemes keep the marks of their clauses`() {
        let clauses = SpokenText("Hi, Dr. Smith! Bye").clauses
        let printed = "hˈaɪ\n\ndˈɑːktɚ\n\nsmˈɪθ\n\n(en)bˈaɪ(de)\n\n"
        let phonemes = PhonemeSentence.phonemes(printed: printed)
        #expect(phonemes == ["hˈaɪ", "dˈɑːktɚ", "smˈɪθ", "bˈaɪ"])
        let sentences = PhonemeSentence.sentences(clauses, phonemes: phonemes)
        #expect(sentences.map(\.phonemes) == ["hˈaɪ, dˈɑːktɚ.", "smˈɪθ!", "bˈaɪ."])
    }

    @Test func `a clause that espeak-ng splits is joined, one it drops is skipped`() {
        let printed = "wˈʌn\ntˈuː\n\n\n\nθɹˈiː\n\n"
        #expect(PhonemeSentence.phonemes(printed: printed) == ["wˈʌn tˈuː", nil, "θɹˈiː"])
    }

    @Test func `a long sentence is spoken clause by clause`() {
        let long = String(repeating: "a", count: PhonemeSentence.enough)
        let clauses = [SpokenText.Clause("x", ","), SpokenText.Clause("y", ".")]
        let sentences = PhonemeSentence.sentences(clauses, phonemes: [long, "b"])
        #expect(sentences.map(\.endsSentence) == [false, true])
    }

    @Test(arguments: [
        (" Hello there.", "Hello there."), ("[BLANK_AUDIO]", nil), (" (music)", nil),
        ("*sighs* Well.\n", "Well."), ("♪ ♪", nil), (" . . .", nil), ("", nil), ("(unclosed", nil),
        ("你好", "你好"),
    ])
    func `what is no speech is dropped from a transcript`(raw: String, text: String?) {
        #expect(Transcript(raw: raw, language: "en")?.text == text)
    }
}
