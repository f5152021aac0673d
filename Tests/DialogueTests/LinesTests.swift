// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Dialogue

struct LinesTests {
    @Test(arguments: [
        ("\n one\n\n two \r\n three\t \n", "one two three"),
        ("a  b", "a b"), ("", ""), (" \n ", ""), ("a\u{A0}b\u{2028}c", "a\u{A0}b c"),
    ])
    func `a reply becomes one line`(text: String, line: String) {
        var numbers = Seeded(1)
        for longest in [1, 3, 100] {
            var single = SingleLine()
            let parts = numbers.chunks(text, longest: longest).map { single.push($0) }
            single.finish()
            #expect(parts.joined() == line)
        }
    }

    @Test func `words are not held back`() {
        var single = SingleLine()
        #expect(single.push("one\n") == "one")
        #expect(single.push("two") == " two")
    }

    private func lines(_ chunks: [[UInt8]]) -> (lines: [String], hadInvalid: Bool) {
        var lines = UTF8Lines()
        let all = chunks.flatMap { lines.push($0) } + lines.finish()
        return (all, lines.hadInvalid)
    }

    @Test func `bytes become lines`() {
        #expect(lines([Array("a\r\nb\n\nç".utf8)]).lines == ["a", "b", "", "ç"])
        #expect(lines([Array("a\n".utf8)]).lines == ["a"])
        #expect(lines([]).lines == [])
        #expect(lines([[0xEF], [0xBB, 0xBF, 0x61]]).lines == ["a"])
    }

    @Test func `what is not UTF-8 is replaced, and known`() {
        let broken = lines([[0x61, 0xFF, 0x62, 0x0A, 0xC3]])
        #expect(broken.lines == ["a\u{FFFD}b", "\u{FFFD}"])
        #expect(broken.hadInvalid)
        #expect(!lines([Array("ok 👍🏽\n".utf8)]).hadInvalid)
    }

    @Test func `a character may arrive in pieces`() {
        var text = UTF8Text()
        let parts = Array("aé€👍".utf8).map { text.push([$0]) }
        #expect(parts == ["a", "", "é", "", "", "€", "", "", "", "👍"])
        #expect(text.finish() == "" && !text.hadInvalid)
    }

    @Test func `any split of any bytes gives the same`() {
        var numbers = Seeded(7)
        let pool: [UInt8] = [
            0x0A, 0x0D, 0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xC3, 0xE0, 0xE2, 0xED, 0xEF, 0xF0,
            0xF4,
            0xF5, 0xFF, 0xBB, 0xBF,
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...12, using: &numbers)
            let bytes = [0x78] + (0..<count).map { _ in pool.randomElement(using: &numbers)! }
            var text = UTF8Text()
            let whole = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
            let single = bytes.map { text.push([$0]) }.joined() + text.finish()
            #expect(Array(single.unicodeScalars) == whole)
            #expect(text.hadInvalid == (String(validating: bytes, as: UTF8.self) == nil))
            let place = Int.random(in: 0...bytes.count, using: &numbers)
            let halves = lines([Array(bytes[..<place]), Array(bytes[place...])])
            #expect(halves.lines == lines([bytes]).lines)
        }
    }
}
