// SPDX-License-Identifier: MIT-0

import Conversation
import TestSupport
import Testing

struct HeardTextTests {
    private func heard(_ pieces: [(String, Int)], played: Int) -> String {
        var text = HeardText()
        for (piece, frames) in pieces {
            text.add(frames: frames, of: piece)
            text.endPiece()
        }
        return text.heard(played: played)
    }

    @Test(arguments: [
        (0, ""), (399, ""), (400, "one"), (799, "one"), (800, "one two"), (1000, "one two"),
        (1001, "one two"), (1500, "one two three"), (2000, "one two three four"),
        (9999, "one two three four"),
    ])
    func `words are spread evenly over a piece`(played: Int, words: String) {
        #expect(
            heard([("one two", 800), ("", 200), ("three four", 1000)], played: played) == words)
    }

    @Test func `of a piece that is still coming, no more is taken for heard than could be said`() {
        var text = HeardText()
        text.add(frames: 8000, of: "one two")
        text.endPiece()
        text.add(frames: 2000, of: "six ten")
        // The first took 8000 frames: a quarter of the second has sounded, and not a whole word.
        #expect(text.heard(played: 10_000) == "one two")
        text.add(frames: 2000, of: "six ten")
        #expect(text.heard(played: 12_000) == "one two six")
        #expect(text.heard(played: .max) == "one two six ten")
    }

    @Test func `what is said twice is heard twice`() {
        #expect(heard([("Ha.", 100), ("Ha.", 100)], played: 200) == "Ha. Ha.")
        #expect(heard([("Ha.", 100), ("Ha.", 100)], played: 100) == "Ha.")
    }

    @Test(arguments: 0..<200)
    func `the more was played, the more was heard, up to all of it`(seed: UInt64) {
        var generator = Seeded(seed)
        var text = HeardText()
        var whole: [String] = []
        for number in 0..<Int.random(in: 0...5, using: &generator) {
            let words = (0...number).map { "\(number)/\($0)" }.joined(separator: " ")
            whole.append(words)
            for _ in 0..<3 {
                text.add(frames: Int.random(in: 1...400, using: &generator), of: words)
            }
            text.endPiece()
        }
        var last = ""
        for played in stride(from: 0, through: text.frames + 100, by: 50) {
            let now = text.heard(played: played)
            #expect(now.hasPrefix(last))
            last = now
        }
        #expect(text.heard(played: text.frames) == whole.joined(separator: " "))
        #expect(text.heard(played: .max) == whole.joined(separator: " "))
    }
}
