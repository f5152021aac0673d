// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// What every tool that is a filter does alike.
@Suite(.timeLimit(.minutes(5)))
struct MannersTests {
    /// Each tool with a provider that answers for ever, and an input that never ends.
    static let endless = [
        "yes | vc-ask --provider exec:cat",
        "yes | vc-speak --provider exec:cat",
        "yes 'Dry as dust.' | vc-speak --dry-run",
        "vc-transcribe --provider 'exec:yes' < /dev/zero",
    ]

    @Test(arguments: endless)
    func `a reader that leaves ends the writer`(pipeline: String) async throws {
        let outcome = try await shell("{ \(pipeline); echo $? >&2; } | head -c 10")
        #expect(outcome.stdout.count == 10)
        #expect(outcome.stderr == "141\n")
    }

    @Test(arguments: endless)
    func `also where the parent ignores SIGPIPE`(pipeline: String) async throws {
        let outcome = try await shell(
            "trap '' PIPE; { \(pipeline); echo $? >&2; } | head -c 10")
        #expect(outcome.stdout.count == 10)
        // `yes` says that its pipe broke.
        #expect(outcome.stderr.hasSuffix("141\n"))
    }

    static let talkative = [
        ("vc-ask", "vc-ask --provider exec:cat hello"),
        ("vc-ask", "vc-ask --help"),
        ("vc-ask", "vc-ask --json --provider exec:cat hello"),
        ("vc-index", "vc-index --help"),
        ("vc-index", "echo hello > a.txt; vc-index --output a a.txt; vc-index a --query hello"),
        ("vc-speak", "vc-speak --provider exec:cat hello"),
        ("vc-speak", "vc-speak --format wav --provider exec:cat hello"),
        ("vc-speak", "vc-speak --dry-run hello"),
        ("vc-speak", "vc-speak --version"),
        ("vc-transcribe", "vc-transcribe --provider 'exec:echo hello; cat >/dev/null' s.raw"),
        ("vc-transcribe", "vc-transcribe --provider 'exec:echo hello; cat >/dev/null' s.raw s.raw"),
        (
            "vc-chat",
            "vc-chat --stt 'exec:echo hello; cat >/dev/null' --llm exec:cat --tts exec:cat"
                + " --input s.raw --output /dev/null"
        ),
    ]

    @Test(arguments: talkative)
    func `a full disk is an error`(tool: String, command: String) async throws {
        let outcome = try await shell("head -c 32000 /dev/zero > s.raw; \(command) > /dev/full")
        #expect(outcome.status == 74)
        let message = "\(tool): cannot write to standard output: No space left on device\n"
        #expect(outcome.stderr == message)
    }

    @Test(arguments: talkative)
    func `so is a closed stdout`(tool: String, command: String) async throws {
        let outcome = try await shell("head -c 32000 /dev/zero > s.raw; \(command) >&-")
        #expect(outcome.status == 74)
        let message = "\(tool): cannot write to standard output: Bad file descriptor\n"
        #expect(outcome.stderr == message)
    }

    @Test func `what is opened does not take the place of a closed stdout`() async throws {
        let outcome = try await shell(
            """
            vc-speak --provider exec:cat --events log hello >&-
            echo $?; grep -c hello log
            cat /dev/zero | vc-speak --provider exec:cat hello >&- 2>&-
            echo $?
            """)
        #expect(outcome.text == "74\n1\n74\n")
    }

    @Test(arguments: [
        "vc-ask --provider exec:cat", "vc-speak --provider exec:cat", "vc-transcribe",
    ])
    func `a closed stdin is an error`(command: String) async throws {
        let outcome = try await shell("\(command) <&-")
        #expect(outcome.status == 74)
        #expect(outcome.stderr.hasSuffix(": cannot read standard input: Bad file descriptor\n"))
    }

    @Test func `a closed stderr changes nothing`() async throws {
        let outcome = try await shell(
            "vc-ask --provider exec:cat hello 2>&-; vc-ask --frobnicate 2>&-; echo $?")
        #expect(outcome.text == "hello\n64\n")
    }

    @Test(arguments: ["vc-ask", "vc-index", "vc-speak", "vc-transcribe", "vc-chat"])
    func `help and version need nothing`(tool: String) async throws {
        let outcome = try await shell(
            """
            mkdir -p config/vc; echo nonsense > config/vc/config
            \(tool) -h && \(tool) --help | head -1 && \(tool) --version
            """, environment: ["HOME": nil, "XDG_DATA_HOME": "/nowhere"])
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        #expect(outcome.text.contains("USAGE: \(tool)"))
    }

    @Test(arguments: [
        "vc-ask --frobnicate", "vc-ask --provider magic hi", "vc-ask --provider exec: hi",
        "vc-ask --max-tokens 0 hi", "vc-ask --temperature hot hi", "vc-ask --top-p 2 hi",
        "vc-speak --format mp3 hi", "vc-speak --speed 0 hi", "vc-speak --language '?' hi",
        "vc-transcribe --silence soon", "vc-transcribe --rate 0", "vc-transcribe --channels 0",
        "vc-chat now", "vc-chat --stt magic", "vc-ask --provider openai hi",
    ])
    func `what makes no sense is a usage error`(command: String) async throws {
        let outcome = try await shell(command)
        #expect(outcome.status == 64)
        #expect(outcome.stdout.isEmpty)
        let tool = command.prefix { $0 != " " }
        #expect(outcome.stderr.hasPrefix("\(tool): "))
        #expect(outcome.stderr.split(separator: "\n").count <= 2)
        let quiet = try await shell(command + " -q")
        #expect(quiet.stderr.split(separator: "\n").count == 1)
    }

    @Test func `a slow reader slows the writer`() async throws {
        // 200 MB would be spoken; the reader stops after the first byte until all is quiet.
        let outcome = try await shell(
            """
            mkfifo out
            vc-speak --provider 'exec:exec cat /dev/zero' hello > out &
            exec 3< out
            head -c 1 <&3 > /dev/null
            last=; now=0
            while [ "$last" != "$now" ]; do
                last=$now
                i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done
                now=$(sed -n 's/^wchar: //p' /proc/$!/io)
            done
            sed -n 's/^VmHWM:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$!/status
            kill $!
            """)
        let peak = try #require(Int(outcome.text.dropLast()))
        // Half of that; the thread sanitizer's own share is some 40 MB.
        #expect(peak < 100_000)
    }
}
