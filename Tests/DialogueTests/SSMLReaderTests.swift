// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Dialogue

struct SSMLReaderTests {
    private static func read(
        _ chunks: [String]
    ) -> (documents: [String], problem: SSMLReader.Problem?) {
        var reader = SSMLReader()
        var documents: [String] = []
        for chunk in chunks {
            let (found, problem) = reader.push(chunk)
            documents += found
            if let problem { return (documents, problem) }
        }
        return (documents, reader.finish())
    }

    @Test(arguments: [
        ("<speak>a</speak>", ["<speak>a</speak>"]),
        (
            "<speak>a</speak><speak>b</speak > <speak/>\n",
            [
                "<speak>a</speak>", "<speak>b</speak >", "<speak/>",
            ]
        ),
        (
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- <speak> -->\n<speak xml:lang='de'>a\r\nb</speak>",
            [
                "<speak xml:lang='de'>a  b</speak>"
            ]
        ),
        (
            "<speak><!-- </speak> --!> --><![CDATA[</speak>]]]><p a='</speak>'>c</p></speak>",
            [
                "<speak><!-- </speak> --!> --><![CDATA[</speak>]]]><p a='</speak>'>c</p></speak>"
            ]
        ),
        (
            "<speak>don't <sub alias=\"x>y\">1 > 0</sub></speak>",
            [
                "<speak>don't <sub alias=\"x>y\">1 > 0</sub></speak>"
            ]
        ),
        ("<speak></speaker></speak>", ["<speak></speaker></speak>"]),
        ("\n \n", []),
    ])
    func `documents are found, whatever the split`(input: String, documents: [String]) {
        var numbers = Seeded(3)
        for longest in [1, 2, 5, 100] {
            let (found, problem) = Self.read(numbers.chunks(input, longest: longest))
            #expect(found == documents)
            #expect(problem == nil)
        }
    }

    @Test(arguments: [
        ("hello", 0, SSMLReader.Problem.textOutside("hello", line: 1)),
        ("<speak>a</speak>\n two<speak>", 1, .textOutside("two", line: 2)),
        ("<speaker>a", 0, .textOutside("<speaker>", line: 1)),
        ("<p>a</p>", 0, .textOutside("<p>", line: 1)),
        ("<speak>a</speak>\r\n\r\n<speak>b\n", 1, .endless(line: 3)),
        ("<speak><!---></speak>", 0, .endless(line: 1)),
        ("<spe", 0, .textOutside("<spe", line: 1)),
        (
            "a text that goes on and on for ever", 0,
            .textOutside("a text that goes on and on for", line: 1)
        ),
    ])
    func `what is no document is told, behind those that are`(
        input: String, count: Int, problem: SSMLReader.Problem
    ) {
        var numbers = Seeded(5)
        for longest in [1, 4, 100] {
            let (found, told) = Self.read(numbers.chunks(input, longest: longest))
            #expect(found.count == count)
            #expect(told == problem)
        }
    }

    @Test func `a document without an end is given up`() {
        var reader = SSMLReader()
        #expect(reader.push("\n<speak>").problem == nil)
        let endless = String(repeating: "a ", count: SSMLReader.longest)
        #expect(reader.push(endless).problem == .tooLong(line: 2))
    }
}
