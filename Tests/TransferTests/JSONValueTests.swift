// SPDX-License-Identifier: MIT-0

import Testing
import Transfer

struct JSONValueTests {
    @Test func `the same tree gives the same bytes`() throws {
        let value: JSONValue = [
            "b": [1, 2.5, true, "é/\n"], "a": ["z": [:], "y": .null], "c": 1e21,
        ]
        let text = #"{"a":{"y":null,"z":{}},"b":[1,2.5,true,"é/\n"],"c":1e+21}"#
        #expect(String(decoding: try value.encoded(), as: UTF8.self) == text)
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: try value.encoded(pretty: true)) == value)
    }

    /// RFC 7396, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func `a patch changes what it names`(target: String, patch: String, result: String) throws {
        let merged = try JSONValue(parsing: target).merged(with: try JSONValue(parsing: patch))
        #expect(merged == (try JSONValue(parsing: result)))
    }

    @Test func `a way leads through objects, and makes them`() {
        var value: JSONValue = ["a": ["b": 1], "c": 5]
        #expect(value[["a", "b"]] == 1)
        #expect(value[["c", "b"]] == nil)
        value[["a", "x", "y"]] = 2
        value[["c", "d"]] = 3
        value[["a", "b"]] = nil
        #expect(value == ["a": ["x": ["y": 2]], "c": ["d": 3]])
    }

    static let broken: [(String, Int)] = [
        ("", 1), ("{", 1), ("\n\n", 3), ("{\n \"a\": 1,\n b}", 3), ("{\"a\":\n}", 2),
        ("[1\n2]", 2), ("{\"a\n\":1}", 1), ("{}\n{}", 2), ("[1.]", 1), ("-", 1), ("\"\\", 1),
        ("{\"a\" 1}", 1), (String(repeating: "[", count: 100_000), 1),
    ]

    @Test(arguments: broken)
    func `the line where JSON breaks is found`(text: String, line: Int) {
        #expect(throws: (any Error).self) { try JSONValue(parsing: text) }
        #expect(JSONSyntax.brokenLine(in: Array(text.utf8)) == line)
    }

    @Test(arguments: [
        "{}", " [ ] ", "null", "-1.5e+3", #""a\"b\\""#, #"{"a":[1,{"b":"c"},true,false]}"#, "\n5\n",
    ])
    func `where nothing is broken there is no line`(text: String) throws {
        _ = try JSONValue(parsing: text)
        #expect(JSONSyntax.brokenLine(in: Array(text.utf8)) == nil)
    }
}
