// SPDX-License-Identifier: MIT-0

import Testing

@testable import Dialogue

struct ClauseCutterTests {
    /// The text without its `|`, which stand where it is to be cut.
    private func check(_ marked: String) {
        var cutter = ClauseCutter()
        let pieces = cutter.push(marked.filter { $0 != "|" }) + cutter.finish()
        let expected = marked.split(separator: "|").map { piece in
            String(piece.reversed().drop { $0.isWhitespace }.reversed())
        }
        #expect(pieces == expected)
    }

    @Test(arguments: [
        "Hello there. |How are you? |Fine! |Really?! |Good.",
        "He said \"Stop.\" |Then he left.",
        "\"Really?\" he asked. |(Yes!) |Good.",
        "One sentence (in brackets.) |Another.",
        "It ended in 1999. |Then came 2000.",
        "Well... maybe. |Well… |Then again.",
        "First line\n|Second",
    ])
    func `sentences end pieces`(marked: String) { check(marked) }

    @Test(arguments: [
        "Pi is 3.14 and v2.1 costs 1,000 at 10:30. |Ok.",
        "Ask Dr. Smith or Mr. J. R. R. Tolkien. |Ok.",
        "Use fruit, e.g. apples, |i.e. the red ones. |Ok.",
        "The U.S. Army and the U.S. are big. |Ok.",
        "I live in the U.S. |The weather is fine.",
        "At 5 p.m. we left. |At 6 a.m. |They came.",
        "Go to www.example.com today. |Ok.",
        "Chanel No. 5 is a scent. |No. |I don't think so.",
        "Apples, pears, |etc. are fruit. |Apples etc. |They are fruit.",
        "Smith et al. wrote Fig. 3 and vol. 2 of it. |Ok.",
        "Node.js. |Is it good?",
        "1. First do this. |2. Then that.",
        "a. Paris. |b. Rome.",
    ])
    func `abbreviations and numbers don't end pieces`(marked: String) { check(marked) }

    @Test(arguments: [
        "Am 3. Oktober kam Dr. Weiß, |z. B. um 10.30 Uhr. |Dann bzw. danach. |Gut.",
        "„Wirklich?“ fragte sie. |Ja, d. h. Nein.",
        "« Ça va ? » demanda M. Dupont. |Oui, p. ex. demain. |Bien !",
        "¿Qué tal, Sr. García? |¡Muy bien! |EE.UU. es grande.",
        "Il sig. Rossi abita qui. |«Perché?» chiese. |«No!» |Poi uscì.",
        "A Sra. Silva e o Dr. Costa. |Tudo bem?",
        "你好。|今天天气很好！|真的吗？|「好。」|他说了……对。",
        "नमस्ते। |आप कैसे हैं? |ठीक।",
        "كيف حالك؟ |بخير.",
    ])
    func `other languages`(marked: String) { check(marked) }

    @Test(arguments: [
        "Well, I think that it may rain tomorrow, |but who knows, it may be sunny as well.",
        "The answer to your question is: |forty two.",
        "It was the best of times for some people — |and the worst for others.",
        "It was the best of times for some people—|and the worst for others.",
        "今天我们一起去公园散步，|然后回家。",
    ])
    func `the first piece may end with a clause`(marked: String) { check(marked) }

    @Test func `later pieces are longer`() {
        let clause = "and then we saw one, "
        var cutter = ClauseCutter()
        let pieces = cutter.push(String(repeating: clause, count: 60))
        let lengths = pieces.map(\.count)
        #expect(zip(lengths, ClauseCutter.clauseMinimums).allSatisfy { $0 >= $1 })
        #expect(lengths.prefix(4).sorted() == Array(lengths.prefix(4)))
        #expect(lengths.allSatisfy { $0 <= ClauseCutter.longest })
    }

    @Test func `a text without boundaries is cut at a space, one without spaces anywhere`() {
        var cutter = ClauseCutter()
        let words = cutter.push(String(repeating: "word ", count: 100)) + cutter.finish()
        #expect(words.allSatisfy { $0.hasPrefix("word") && $0.hasSuffix("word") })
        #expect(words.count == 2)
        let run = cutter.push(String(repeating: "e\u{301}", count: 400)) + cutter.finish()
        #expect(run.count > 1 && run.allSatisfy { $0.hasPrefix("e\u{301}") })
    }

    @Test func `a boundary is spoken as soon as the space behind it is there`() {
        var cutter = ClauseCutter()
        #expect(cutter.push("Hello there.") == [])
        #expect(cutter.push(" ") == ["Hello there."])
        #expect(cutter.push("Ask Dr. ") == [])
        #expect(cutter.push("Who") == [])
        #expect(cutter.push("\n") == ["Ask Dr. Who"])
        #expect(cutter.push("in the U.S. ") == [])
        #expect(cutter.finish() == ["in the U.S."])
        #expect(cutter.finish() == [])
    }
}
