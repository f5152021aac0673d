// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@testable import Knowledge

struct ChunkerTests {
    private func pieces(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Chunker.pieces(of: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    private func sentences(_ numbers: Range<Int>) -> String {
        numbers.map { "Sentence number \($0) has a few more words." }.joined(separator: " ")
    }

    @Test func `a short text is one passage, without space at its ends`() {
        #expect(pieces("\n\n  One.\n\nTwo. \n") == ["One.\n\nTwo."])
        #expect(pieces(" \n\t\n") == [])
        #expect(pieces("") == [])
    }

    @Test func `a cut is where a paragraph ends, if there is one in the second half`() {
        let first = sentences(0..<20)
        let found = pieces(first + "\n\n" + sentences(20..<40))
        #expect(found.first == first)
        #expect(found.count == 2)
    }

    @Test func `else where a sentence ends, and the last sentences stand in the next again`() throws
    {
        let text = sentences(0..<100)
        let found = pieces(text)
        #expect(found.count > 3)
        for (piece, next) in zip(found, found.dropFirst()) {
            #expect(piece.unicodeScalars.count <= Chunker.limit)
            #expect(piece.hasSuffix("words."))
            #expect(next.hasPrefix("Sentence number"))
            let again = try #require(piece.range(of: next.prefix(40)))
            let shared = piece[again.lowerBound...].count
            #expect((1...Chunker.overlap).contains(shared))
        }
        for number in 0..<100 {
            #expect(found.contains { $0.contains("number \(number) has a few more words.") })
        }
    }

    @Test func `Chinese is cut behind its full stops`() {
        let text = (0..<300).map { "这是第\($0)句话。" }.joined()
        let found = pieces(text)
        #expect(found.count > 1)
        for piece in found { #expect(piece.hasPrefix("这") && piece.hasSuffix("。")) }
    }

    @Test func `text without any place to cut is cut between characters, and nothing is lost`() {
        let text = String(repeating: "é€𝄞", count: 1500)
        let found = pieces(text)
        #expect(found.joined() == text)
        #expect(found.allSatisfy { $0.unicodeScalars.count <= Chunker.limit })
    }

    @Test func `whatever the text is, all of its words are in passages, in their order`() {
        var generator = Seeded(7)
        for _ in 0..<200 {
            var text = ""
            for number in 0..<Int.random(in: 0..<600, using: &generator) {
                text += "w\(number)"
                text += ["", ".", "。", "!"].randomElement(using: &generator) ?? ""
                text += [" ", " ", "\n", "\n\n", "  \n "].randomElement(using: &generator) ?? " "
            }
            var next = 0
            for piece in pieces(text) {
                let numbers = piece.split { !$0.isNumber && $0 != "w" }.compactMap {
                    Int($0.dropFirst())
                }
                #expect((numbers.first ?? next) <= next)
                next = max(next, (numbers.last ?? -1) + 1)
            }
            let words = text.split(whereSeparator: \.isWhitespace).count
            #expect(next == words)
        }
    }

    @Test func `headings stand above their passages, the title first`() {
        let document = DocumentText(
            title: "Guide",
            sections: [
                .init(headings: ["Guide"], body: Array("One.".utf8)),
                .init(headings: ["Guide", "Set-up"], body: Array("Two.".utf8)),
            ])
        #expect(
            Chunker.chunks(of: document, title: "file") == [
                .init(heading: "Guide", text: "One."),
                .init(heading: "Guide > Set-up", text: "Two."),
            ])
        let plain = DocumentText(plain: Array("One.".utf8))
        #expect(
            Chunker.chunks(of: plain, title: "file") == [.init(heading: "file", text: "One.")])
    }
}
