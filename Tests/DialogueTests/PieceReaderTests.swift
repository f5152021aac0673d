// SPDX-License-Identifier: MIT-0

import Testing

@testable import Dialogue

struct PieceReaderTests {
    private func pieces(_ text: String) -> [String] {
        var reader = PieceReader()
        return reader.push(text) + reader.finish()
    }

    @Test func `a reply becomes what is said`() {
        let reply = """
            ## Making tea 🍵

            You need **two** things:

            1. *Water* at 95 °C (see [this](https://x.y)).
            2. Tea, e.g. `Assam`.

            ```sh
            boil --water
            ```
            ---
            Enjoy! It takes 3.5 minutes.
            """
        #expect(
            pieces(reply) == [
                "Making tea", "You need two things:", "1. Water at 95 °C (see this).",
                "2. Tea, e.g. Assam.", "Enjoy!", "It takes 3.5 minutes.",
            ])
    }

    @Test func `nothing is said of what has no words`() {
        #expect(pieces("🎉\n---\n(https://x.y)\n…\n***\n") == [])
        #expect(pieces("") == [])
    }

    @Test func `cells and items are pieces of their own`() {
        #expect(pieces("| a | 12 |\n|---|---|\n| b | 500 |") == ["a", "12", "b", "500"])
        #expect(pieces("- one\n- two") == ["one", "two"])
    }

    @Test func `a line break ends a piece at once`() {
        var reader = PieceReader()
        #expect(reader.push("no stop") == [])
        #expect(reader.push("\n") == ["no stop"])
        #expect(reader.push("an [open bracket\n") == ["an [open bracket"])
        #expect(reader.push("First. ") == ["First."])
    }
}
