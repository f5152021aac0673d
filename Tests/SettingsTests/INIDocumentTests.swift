// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Settings

struct INIDocumentTests {
    @Test func `sections hold their keys in order, with their lines`() throws {
        let document = try INIDocument(
            """
            # a comment
            [vc-ask]
            model = amazon.nova-lite-v1:0
            system=You are = brief

            [ vc-speak ]
            ; another
            voice =  Joanna  # inline
            """, file: "config")
        #expect(document.sections.map(\.name) == ["vc-ask", "vc-speak"])
        #expect(document["vc-ask"]?["model"] == "amazon.nova-lite-v1:0")
        #expect(document["vc-ask"]?["system"] == "You are = brief")
        #expect(document["vc-speak"]?["voice"] == "Joanna")
        #expect(document["vc-speak"]?.entries.first?.line == 8)
    }

    @Test func `a hash inside a word is part of the value`() throws {
        let document = try INIDocument("[a]\nurl = http://x/#top\n", file: "config")
        #expect(document["a"]?["url"] == "http://x/#top")
    }

    @Test func `an indented line goes on with the value before it`() throws {
        let document = try INIDocument("[a]\ns3 =\n  size = 5\n  rate = 6\nb = 1", file: "config")
        #expect(document["a"]?["s3"] == "\nsize = 5\nrate = 6")
        #expect(document["a"]?["b"] == "1")
    }

    @Test func `a section that stands twice is one, and its later keys win`() throws {
        let document = try INIDocument("[a]\nx=1\n[b]\n[a]\nx=2", file: "config")
        #expect(document.sections.count == 2)
        #expect(document["a"]?["x"] == "2")
    }

    @Test(arguments: [
        ("x = 1", 1, "a key stands before the first [section]"),
        ("[a]\nnonsense", 2, "expected 'key = value'"),
        ("\n[a", 2, "a section name lacks its ']'"),
        ("[a]\n = 3", 2, "a key is missing before '='"),
    ])
    func `a broken line is named`(text: String, line: Int, problem: String) {
        #expect(throws: SettingsError.syntax(file: "f", line: line, problem: problem)) {
            _ = try INIDocument(text, file: "f")
        }
    }

    @Test func `no text makes it trap`() {
        var generator = Seeded(7)
        let alphabet: [Character] = ["[", "]", "=", "\n", " ", "#", ";", "a", "é", "\t", "\r\n"]
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<40, using: &generator)
            let text = String((0..<count).map { _ in alphabet.randomElement(using: &generator)! })
            _ = try? INIDocument(text, file: "f")
        }
    }
}
