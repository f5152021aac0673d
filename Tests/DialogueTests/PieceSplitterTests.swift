// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Dialogue

struct PieceSplitterTests {
    private static func splitter(_ limit: Int) -> PieceSplitter {
        PieceSplitter(limit: limit) { $0.utf16.count }
    }

    private static func visible(_ text: some StringProtocol) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }

    @Test(arguments: [
        ("One two. Three four, five six.", 20, ["One two.", "Three four,", "five six."]),
        ("One two. Three four.", 20, ["One two. Three four."]),
        ("One two three, four five six", 18, ["One two three,", "four five six"]),
        ("one two three four", 8, ["one two", "three", "four"]),
        ("Then Dr. Hu came", 9, ["Then", "Dr. Hu", "came"]),
        ("Is it v2.1? Yes, it is.", 12, ["Is it v2.1?", "Yes, it is."]),
        ("你好。我很好。再见。", 7, ["你好。我很好。", "再见。"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("👩‍👩‍👧a👩‍👩‍👧", 9, ["👩‍👩‍👧a", "👩‍👩‍👧"]),
        ("   ", 2, []),
    ])
    func `a long piece is cut at the best border that fits`(
        piece: String, limit: Int, parts: [String]
    ) {
        #expect(Self.splitter(limit).split(piece).map(String.init) == parts)
    }

    @Test func `parts keep every word, fit, and break no grapheme`() {
        var numbers = Seeded(7)
        let signs = [
            "a", "word", "Dr.", " ", " ", " ", ". ", "! ", ", ", "。", "，", "\n", "e\u{301}", "🇩🇪🇫🇷",
            "👩‍👩‍👧", "3.14", "…", "“", "”", "한국어", "\u{200D}", "'s", "\r\n",
        ]
        for _ in 0..<600 {
            let count = Int.random(in: 0...60, using: &numbers)
            let text = (0..<count).map { _ in signs.randomElement(using: &numbers) ?? "" }.joined()
            let limit = Int.random(in: 1...40, using: &numbers)
            let parts = Self.splitter(limit).split(text)
            #expect(Self.visible(parts.joined()) == Self.visible(text))
            let borders = Set(text.indices)
            for part in parts {
                #expect(part.utf16.count <= limit || part.count == 1)
                let ends = [part.first, part.last].compactMap { $0 }
                #expect(ends.count == 2 && ends.allSatisfy { !Self.visible(String($0)).isEmpty })
                #expect(borders.contains(part.startIndex))
            }
        }
    }
}
