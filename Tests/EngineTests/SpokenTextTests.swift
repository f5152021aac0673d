// SPDX-License-Identifier: MIT-0

import Testing

@testable import vc_engine

@Suite(.timeLimit(.minutes(5)))
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
        let first = String(repeating: "a", count: PhonemeSentence.enough.first)
        let clauses = SpokenText("x, y, z.").clauses
        let sentences = PhonemeSentence.sentences(clauses, phonemes: [first, first, "b"])
        #expect(sentences.map(\.phonemes) == [first + ",", first + ", b."])
        #expect(sentences.map(\.endsSentence) == [false, true])
    }

    @Test func `a clause without marks is cut between words`() {
        let clauses = SpokenText(String(repeating: "word ", count: 200)).clauses
        #expect(clauses.count > 2)
        #expect(clauses.allSatisfy { $0.text.utf8.count <= SpokenText.longest })
        #expect(clauses.flatMap { $0.text.split(separator: " ") }.count == 200)
    }

    @Test(arguments: [
        "Hello, world. How are you?", "a\0b, c\u{1b}d; e\u{2028}f", "😀, one, 😀😀. x", "%, 5%, #, a",
        "(x) [[a]] <b> &amp; ~, _ / \\ 'x' — y", "五、日本。 naïve café", "Dr. A. B. Smith, U.S.",
        String(repeating: "long ", count: 700), "--help, -v, -",
    ])
    func `espeak-ng gives each clause its phonemes`(line: String) throws {
        let clauses = SpokenText(line).clauses
        let espeak = try Espeak(voice: "en-us", speed: 1)
        #expect(try espeak.phonemes(of: clauses).count == clauses.count)
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
