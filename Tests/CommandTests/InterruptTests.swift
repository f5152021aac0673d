// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// Ctrl-C. The runner itself may have SIGINT ignored, so each script sets it anew.
@Suite(.timeLimit(.minutes(5)))
struct InterruptTests {
    /// Runs a Python script that knows `start`, `ready`, `interrupt` and `taken`.
    private func python(_ script: String) async throws -> Outcome {
        let scratch = try Scratch()
        let prelude = """
            import os, signal, subprocess, sys
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            def start(*words, stdin=subprocess.PIPE, **more):
                return subprocess.Popen(words, stdin=stdin, stdout=subprocess.PIPE, **more)
            def interrupt(child):
                child.send_signal(signal.SIGINT)
            def taken(child):
                pending = "1"
                while int(pending, 16):
                    with open(f"/proc/{child.pid}/status") as status:
                        pending = [l.split()[1] for l in status if l.startswith("ShdPnd")][0]
            def ready(child):
                caught = "0"
                while not int(caught, 16) & 1 << signal.SIGINT - 1:
                    with open(f"/proc/{child.pid}/status") as status:
                        caught = [l.split()[1] for l in status if l.startswith("SigCgt")][0]
            def say(child, line):
                child.stdin.write(line.encode()); child.stdin.flush()
            echo = ("vc-ask", "--provider", "exec:sed -u 's/^/you said /'")

            """
        try scratch.write(prelude + script, to: "script.py")
        return try await shell("python3 script.py", home: scratch)
    }

    @Test func `the first reads on to the end of the pipe, then the tool dies of it`()
        async throws
    {
        let outcome = try await python(
            """
            child = start(*echo)
            say(child, "one\\n")
            first = child.stdout.readline()
            interrupt(child); taken(child)
            say(child, "two\\nthree")
            child.stdin.close()
            print(first, child.stdout.read(), child.wait())
            """)
        #expect(outcome.text == "b'you said one\\n' b'you said two\\nyou said three\\n' -2\n")
        #expect(outcome.stderr == "")
    }

    @Test func `the second ends it at once`() async throws {
        let outcome = try await python(
            """
            child = start(*echo)
            say(child, "one\\n")
            child.stdout.readline()
            interrupt(child); taken(child); interrupt(child)
            print(child.wait())
            """)
        #expect(outcome.text == "-2\n")
    }

    @Test func `a pipe that does not end is left after a while`() async throws {
        let outcome = try await python(
            """
            children = [
                start(*echo), start("vc-speak", "--provider", "exec:cat"),
                start("vc-transcribe", "--provider", "exec:wc -c"),
            ]
            for child in children: say(child, "It is so. And")
            children[1].stdout.read(10)
            for child in children: ready(child); interrupt(child)
            print([(child.stdout.read(), child.wait()) for child in children])
            """)
        #expect(
            outcome.text == """
                [(b'you said It is so. And\\n', -2), (b'And\\n', -2), (b'12\\n', -2)]

                """)
    }

    @Test func `of a long text that waits in the pipe only the last words are spoken`()
        async throws
    {
        // The child speaks 200 bytes for each character; what is in flight is bounded by pipes.
        let outcome = try await python(
            """
            child = start("vc-speak", "--provider",
                          "exec:exec python3 \(fixture("child.py")) speak", stderr=subprocess.PIPE)
            say(child, "".join(f"This is sentence {n}.\\n" for n in range(1500)))
            child.stdin.close()
            child.stdout.read(10)
            interrupt(child); taken(child)
            spoken = len(child.stdout.read()) // 200
            print(500 <= spoken < 6000 or spoken, child.wait(), child.stderr.read().decode())
            """)
        #expect(
            outcome.text
                == "True -2 vc-speak: warning: interrupted: the rest of the input is not spoken\n\n"
        )
    }

    @Test(arguments: ["/dev/null", "a pipe that it does not read"])
    func `what reads no pipe dies at once`(stdin: String) async throws {
        let outcome = try await python(
            """
            stdin = \(stdin == "/dev/null" ? "subprocess.DEVNULL" : "subprocess.PIPE")
            open("s.raw", "wb").write(bytes(32000))
            # Until the tool is no more, which is known by the pipe that nobody reads.
            go = "exec:echo go >&2; while sleep 0.1; do echo {} >&4; done"
            for words in (["vc-ask", "hi"], ["vc-speak", "hi"], ["vc-transcribe", "s.raw"]):
                words[1:1] = ["--provider", go]
                child = start(*words, stdin=stdin, stderr=subprocess.PIPE)
                child.stderr.readline()
                interrupt(child)
                print(child.wait())
            """)
        #expect(outcome.text == "-2\n-2\n-2\n")
    }

    @Test func `one that the parent ignores stays ignored`() async throws {
        let outcome = try await python(
            """
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            child = start(*echo)
            say(child, "one\\n")
            first = child.stdout.readline()
            interrupt(child); interrupt(child)
            say(child, "two\\n")
            second = child.stdout.readline()
            child.stdin.close()
            print(first, second, child.wait())
            """)
        #expect(outcome.text == "b'you said one\\n' b'you said two\\n' 0\n")
    }

    @Test func `a pipeline on a terminal keeps the last words`() async throws {
        let home = try Scratch()
        try home.write(
            """
            head -c 960000 /dev/zero > voice.raw
            ear='exec:head -c 3200 | tr -d "\\0"; echo go >&2; cat > /dev/null; echo the last words'
            vc-record --input voice.raw | vc-transcribe --provider "$ear" > notes
            echo not reached
            """, to: "pipeline")
        let outcome = try await shell(
            """
            env --default-signal=INT python3 \(fixture("on_terminal.py")) 'exec sh pipeline' go ^C
            echo "$?"; cat notes
            """, home: home)
        #expect(outcome.text.hasSuffix("130\nthe last words\n"))
        #expect(!outcome.text.contains("not reached"))
    }
}
