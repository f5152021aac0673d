// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Dialogue

/// Whatever the split, the output is that of the whole; and what it holds.
struct SplitTests {
    private static func filtered(_ chunks: [String]) -> String {
        var filter = SpeakableText()
        return chunks.map { filter.push($0) }.joined() + filter.finish()
    }

    private static func cut(_ chunks: [String]) -> [String] {
        var cutter = ClauseCutter()
        return chunks.flatMap { cutter.push($0) } + cutter.finish()
    }

    private static func read(_ chunks: [String]) -> [String] {
        var reader = PieceReader()
        return chunks.flatMap { reader.push($0) } + reader.finish()
    }

    private static func visible(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }

    private static func checkSplits(_ text: String, _ numbers: inout Seeded) {
        let spoken = filtered([text])
        let clauses = cut([text])
        let pieces = read([text])
        for longest in [1, 3, 12, 80] {
            let chunks = numbers.chunks(text, longest: longest)
            // Compared by scalars: `==` of strings takes canonical equivalents for equal.
            #expect(Array(filtered(chunks).unicodeScalars) == Array(spoken.unicodeScalars))
            #expect(cut(chunks) == clauses)
            #expect(read(chunks) == pieces)
        }
    }

    private static func checkContents(_ text: String) {
        let clauses = cut([text])
        #expect(visible(clauses.joined()) == visible(text), "the cutter loses nothing")
        for clause in clauses {
            #expect(!clause.contains { $0.isNewline })
            let ends = [clause.unicodeScalars.first, clause.unicodeScalars.last]
            #expect(ends.allSatisfy { $0?.properties.isWhitespace == false })
        }
        var rest = visible(text)[...]
        for scalar in visible(filtered([text])) {
            guard let place = rest.firstIndex(of: scalar) else {
                Issue.record("the filter made up \(scalar) in \(text.debugDescription)")
                break
            }
            rest = rest[(place + 1)...]
        }
        for piece in read([text]) {
            #expect(piece.contains { $0.isLetter || $0.isNumber })
        }
    }

    @Test(arguments: Replies.all.indices)
    func `any split of a reply gives the same`(index: Int) {
        var numbers = Seeded(UInt64(index))
        for _ in 0..<5 { Self.checkSplits(Replies.all[index], &numbers) }
        Self.checkContents(Replies.all[index])
    }

    @Test(arguments: 0..<8)
    func `any split of a mixture gives the same`(seed: Int) {
        var numbers = Seeded(1000 + UInt64(seed))
        for _ in 0..<60 {
            let text = Replies.mixture(&numbers)
            Self.checkSplits(text, &numbers)
            Self.checkContents(text)
        }
    }

    @Test func `every single cut of a reply gives the same`() {
        let text = String(Replies.all[4].prefix(120)) + Replies.all[7]
        let whole = Self.read([text])
        let scalars = Array(text.unicodeScalars)
        for place in scalars.indices {
            #expect(Self.read([String(scalars[..<place]), String(scalars[place...])]) == whole)
        }
    }

    @Test(arguments: Replies.all.indices)
    func `no piece is longer than the longest`(index: Int) {
        for clause in Self.cut([Replies.all[index]]) {
            let units = clause.unicodeScalars.reduce(0) { $0 + $1.speechUnits }
            let extending = clause.unicodeScalars.count { $0.extends }
            #expect(units <= ClauseCutter.longest + extending)
        }
    }

    @Test func `a text may follow another`() {
        var reader = PieceReader()
        let text = "Hello, ```x\ny"
        let first = reader.push(text) + reader.finish()
        #expect(reader.push(text) + reader.finish() == first)
    }
}
