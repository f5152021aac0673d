// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// `--memory` and what belongs to it, from the command line.
@Suite(.timeLimit(.minutes(5)))
struct MemoryTests {
    /// `ask` answers each line with itself.
    private func run(_ script: String, home: Scratch? = nil) async throws -> Outcome {
        try await shell(
            """
            ask() { vc-ask --provider 'exec:sed -u "s/^/you said /"' "$@"; }
            turns() { vc-ask --export "$1" | python3 -c '
            import json, sys
            for line in sys.stdin: print(*[json.loads(line)[key] for key in ("role", "content")])'; }

            """ + script, home: home)
    }

    @Test func `a conversation is listed, written out, continued and forgotten`() async throws {
        let outcome = try await run(
            """
            ask --memory tea one > /dev/null
            printf 'two\\nthree\\n' | ask --memory coffee > /dev/null
            vc-ask --memories | cut -f 1,2
            ask --continue four > /dev/null
            turns coffee
            vc-ask --forget tea; vc-ask --memories | cut -f 1,2
            vc-ask --export tea; echo $?
            vc-ask --export tea --forget tea 2>/dev/null; echo $?
            """)
        #expect(
            outcome.text == """
                coffee\t2
                tea\t1
                user two
                assistant you said two
                user three
                assistant you said three
                user four
                assistant you said four
                coffee\t3
                66
                64

                """)
        #expect(
            outcome.stderr == """
                vc-ask: there is no memory 'tea'
                vc-ask: hint: `vc-ask --memories` shows those there are

                """)
    }

    @Test func `times are UTC, and the store is the user's alone`() async throws {
        let outcome = try await run(
            """
            umask 022
            ask --memory tea one > /dev/null
            vc-ask --memories | cut -f 3
            vc-ask --export tea | sed -n 's/.*"time":"\\([^"]*\\)".*/\\1/p'
            stat -c '%a' state/vc state/vc/*
            """)
        let lines = outcome.text.split(separator: "\n").map(String.init)
        for time in lines.prefix(3) {
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(time)")
        }
        #expect(lines.dropFirst(3) == ["700", "600"])
    }

    @Test func `where nothing is remembered, nothing is found`() async throws {
        let outcome = try await run(
            """
            vc-ask --memories; echo $?; ask --continue x; echo $?; vc-ask --forget x; echo $?
            ask --memory '' x; echo $?; ask --memory a --continue x; echo $?
            ask --context-tokens 5 x; echo $?; ls state
            """)
        #expect(outcome.text == "1\n66\n66\n64\n64\n64\n")
        #expect(outcome.stderr.contains("vc-ask: there is no memory to continue\n"))
    }

    @Test func `killed a hundred times in the middle of a turn, it remembers every reply`()
        async throws
    {
        let outcome = try await shell("python3 -B '\(fixture("kill_memory.py"))' 100")
        #expect(outcome.stderr == "")
        let counts = outcome.text.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
        try #require(counts.count == 3)
        #expect(counts[0] >= 100, "replies that were read")
        #expect(counts[1] >= counts[0])
        // A turn may be remembered whose reply's end nobody read: one a run.
        #expect(counts[1] <= counts[0] + 100)
        #expect(counts[2] == 0, "missing")
    }

    @Test func `of several that write at once nothing is lost`() async throws {
        let outcome = try await run(
            """
            mkdir out
            for n in 1 2 3 4; do
                seq -f "turn $n.%g" 50 | ask --memory shared > out/$n & pids="$pids $!"
            done
            for pid in $pids; do wait $pid || echo "status $?"; done
            cat out/? | wc -l
            turns shared | sed -n 's/^user //p' | sort -u | wc -l
            turns shared | sed -n 's/^assistant you said //p' | sort -u | wc -l
            turns shared | wc -l
            """)
        #expect(outcome.text == "200\n200\n200\n400\n")
        #expect(outcome.stderr == "")
    }

    @Test(arguments: [
        (
            "rm state/vc/*; echo 'nothing of the kind, but long enough' > state/vc/memory.db", 65,
            "is not a file"
        ),
        (
            "python3 -c 'import sqlite3; sqlite3.connect(\"state/vc/memory.db\").execute("
                + "\"PRAGMA user_version = 7\")'", 65,
            "has format 7, and this version of vc reads format 1"
        ),
        ("rm -r state; touch state", 73, "cannot make the folder"),
        ("rm -r state/vc; mkdir -p state/vc/memory.db", 73, "cannot create"),
    ])
    func `a store that can't be used is said before anybody is asked`(
        damage: String, status: Int32, message: String
    ) async throws {
        let outcome = try await run(
            """
            ask --memory tea one > /dev/null
            \(damage)
            vc-ask --provider 'exec:touch asked; cat' --memory tea two; echo $?; ls asked
            """)
        #expect(outcome.text == "\(status)\n")
        #expect(outcome.stderr.contains(message), "\(outcome.stderr)")
    }

    @Test func `a store that fails on the way costs no answer`() async throws {
        let outcome = try await shell(
            """
            cat > model <<'END'
            #!/usr/bin/python3
            import sqlite3, sys
            for line in sys.stdin:
                if "two" in line:
                    with sqlite3.connect("state/vc/memory.db") as store:
                        store.execute("DROP TABLE exchange")
                print("you said", line, end="", flush=True)
            END
            chmod +x model
            printf 'one\\ntwo\\nthree\\n' | vc-ask --provider exec:./model --memory tea; echo $?
            """)
        #expect(outcome.text == "you said one\nyou said two\nyou said three\n74\n")
        #expect(
            outcome.stderr.hasPrefix("vc-ask: cannot use '")
                && outcome.stderr.contains("no such table: exchange"))
        #expect(outcome.stderr.split(separator: "\n").count == 1)
    }

    @Test func `a turn that got no answer is not remembered`() async throws {
        let outcome = try await run(
            """
            printf 'one\\nbad\\ntwo\\n' | vc-ask --memory tea \
                --provider 'exec:read -r l; case $l in bad) exit 3; esac; echo "<$l>"' 2> /dev/null
            turns tea
            """)
        #expect(
            outcome.text
                == "<one>\n<two>\nuser one\nassistant <one>\nuser two\nassistant <two>\n")
    }
}
