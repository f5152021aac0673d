// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct AskTests {
    /// `ask` answers each line with itself.
    private func ask(_ script: String, stdin: String? = nil) async throws -> Outcome {
        try await shell(
            "ask() { vc-ask --provider 'exec:sed -u \"s/^/you said /\"' \"$@\"; }\n" + script,
            stdin: stdin.map { Data($0.utf8) })
    }

    @Test(arguments: [
        ("one\ntwo\n", "you said one\nyou said two\n"),
        ("one\r\n\r\ntwo", "you said one\nyou said two\n"),  // CRLF, blank, no last line feed
        ("grüße 你好 🙂\n", "you said grüße 你好 🙂\n"),
        ("\u{FEFF}one\n", "you said one\n"),
    ])
    func `each line is a turn, each reply a line`(input: String, output: String) async throws {
        let outcome = try await ask("ask", stdin: input)
        #expect(outcome.text == output)
        #expect(outcome.stderr == "")
        #expect(outcome.status == 0)
    }

    @Test func `options that only AWS has are refused before anything starts`() async throws {
        let outcome = try await shell(
            """
            for option in '--api converse' '--param a=1' '--params no-such-file'; do
                vc-ask --provider 'exec:touch mark' $option hi; echo $?
                vc-ask --provider openai --print-request $option hi; echo $?
            done; ls
            """)
        #expect(outcome.text == String(repeating: "64\n", count: 6))
        #expect(
            outcome.stderr.hasPrefix(
                "vc-ask: --api is for the provider aws, not for 'exec:touch mark'\n"))
    }

    @Test func `a command that ends and has said nothing is named`() async throws {
        let outcome = try await shell(
            "vc-ask --provider exec:true hi; echo $?; vc-speak --provider exec:true hi; echo $?")
        #expect(outcome.text == "69\n69\n")
        let said = [
            "'true' ended without an answer",
            "hint: it has to answer each line: vc(7), COMMANDS AS PROVIDERS",
        ]
        #expect(
            outcome.stderr.split(separator: "\n").map { $0.drop { $0 != " " }.dropFirst() }
                .map(String.init) == said + said)
    }

    @Test func `a line is answered when it comes, not at the end`() async throws {
        // The second line is only written when the first has been answered.
        let outcome = try await ask(
            """
            mkfifo in out
            ask < in > out &
            exec 3> in 4< out
            echo one >&3; read -r a <&4
            echo "$a, indeed" >&3; read -r b <&4
            exec 3>&-
            wait $!
            echo "$? $a; $b"
            """)
        #expect(outcome.text == "0 you said one; you said you said one, indeed\n")
    }

    @Test func `invalid text is replaced, and said once`() async throws {
        let outcome = try await ask("printf 'a\\377\\nb\\376\\n' | ask; printf 'c\\377' | ask x -")
        #expect(outcome.text == "you said a\u{FFFD}\nyou said b\u{FFFD}\nyou said x c\u{FFFD}\n")
        let warning =
            "vc-ask: warning: standard input is not valid UTF-8; what is not was replaced\n"
        #expect(outcome.stderr == warning + warning)
        #expect(try await ask("printf 'a\\377\\n' | ask -q").stderr == "")
    }

    @Test(arguments: ["", "\n", " \n\t\n\r\n"])
    func `empty input is nothing to say, and starts nobody`(input: String) async throws {
        let outcome = try await shell(
            "vc-ask --provider 'exec:touch mark; cat'; echo $?; vc-ask --provider openai; ls",
            stdin: Data(input.utf8))
        #expect(outcome.text == "1\n")
        #expect(outcome.stderr == "")
        let argument = try await shell("vc-ask --provider 'exec:touch mark; cat' ' '; echo $?; ls")
        #expect(argument.text == "1\n")
    }

    /// A reply of two lines, from a child that may write several.
    private let two = """
        printf '%s\\n' '#!/bin/sh' 'echo "{\\"type\\":\\"ready\\"}" >&4' 'while read -r l; do' \
            'printf "one\\n  two\\n"; echo "{\\"type\\":\\"done\\",\\"bytes\\":10}" >&4' done > two
        chmod +x two

        """

    @Test(arguments: [
        ("printf 'a\\nb\\n' | vc-ask", "one two\none two\n"),
        ("printf 'a\\nb\\n' | vc-ask -0", "one two\0one two\0"),
        ("printf 'a\\nb\\n' | vc-ask --multiline", "one\n  two\none\n  two\n"),
        ("printf 'a\\nb\\n' | vc-ask --multiline -0", "one\n  two\n\0one\n  two\n\0"),
        ("vc-ask a b", "one\n  two\n"),
        ("vc-ask -0 a b", "one\n  two\n\0"),
    ])
    func `line breaks in a reply`(script: String, output: String) async throws {
        let outcome = try await shell(two + script + " --provider exec:./two")
        #expect(outcome.text == output)
        #expect(outcome.stderr == "")
    }

    @Test func `arguments are one turn, and stdin is not read`() async throws {
        let outcome = try await ask(
            "printf 'x\\ny\\n' | { ask hello there; cat; }; printf 'x\\ny\\n' | ask sum up - now")
        #expect(outcome.text == "you said hello there\nx\ny\nyou said sum up x y now\n")
    }

    @Test func `a turn that fails is said, and the next is tried`() async throws {
        let outcome = try await shell(
            """
            vc-ask --provider 'exec:read -r l; case $l in bad) exit 3; esac; echo "<$l>"'
            """, stdin: Data("one\nbad\ntwo\n".utf8))
        #expect(outcome.text == "<one>\n<two>\n")
        #expect(outcome.status == 69)
        #expect(outcome.stderr.hasSuffix("echo \"<$l>\"' ended with status 3\n"))
    }

    @Test func `a command that is not there is named, with a hint`() async throws {
        let outcome = try await shell("vc-ask --provider 'exec:no-such-model -v' hi 2>&1 | tail -2")
        #expect(
            outcome.text == """
                vc-ask: 'no-such-model -v' ended with status 127
                vc-ask: hint: is the first word of 'no-such-model -v' on PATH?

                """)
    }

    @Test func `events say what was asked, what came, and the reply`() async throws {
        let outcome = try await ask("ask --json", stdin: "one\n")
        let events = try outcome.stdout.split(separator: UInt8(ascii: "\n")).map {
            try #require(try JSONSerialization.jsonObject(with: $0) as? [String: Any])
        }
        #expect(events.compactMap { $0["type"] as? String } == ["turn", "text", "reply"])
        #expect(events.last?["text"] as? String == "you said one")
        #expect(events.last?["stop"] as? String == "complete")
        let times = events.compactMap { $0["t"] as? Double }
        #expect(times.count == 3)
        #expect(times == times.sorted())
    }
}
