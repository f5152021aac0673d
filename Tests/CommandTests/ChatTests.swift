// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Waveform

@Suite(.timeLimit(.minutes(5)))
struct ChatTests {
    /// The ear hears `turn N` in each quarter of a second that isn't silent; the voice speaks a tenth of a second for
    /// each line, ten seconds where it says `long`.
    private let prelude = #"""
        ear='exec:python3 -B '"$EAR"
        echoing='exec:sed -u "s/^/you said /"'
        voice='exec:while read -r l; do case $l in *long*) yes | head -c 320000;; *) yes | head -c 3200;; esac; done'
        chat() { vc-chat --stt "$ear" --llm "$echoing" --tts "$voice" "$@"; }
        # The recording begins when the ear listens: on a busy machine it starts late.
        speak() {
            mkfifo voice
            timeout 120 sh -c 'exec 3> voice; until [ -e hearing ]; do sleep 0.02; done; cat three.raw >&3' \
                > /dev/null 2>&1 &
        }
        for n in 1 2 3; do yes | head -c 8000; head -c 32000 /dev/zero; done > three.raw

        """#

    private func run(_ script: String) async throws -> Outcome {
        try await shell(prelude + script, environment: ["EAR": fixture("ear.py")])
    }

    @Test func `three turns are held, and the last answer is finished`() async throws {
        let outcome = try await run(
            "speak; chat --input voice --output answer.raw; echo $?; wc -c < answer.raw")
        #expect(
            outcome.text == """
                you: turn 1
                ai: you said turn 1
                you: turn 2
                ai: you said turn 2
                you: turn 3
                ai: you said turn 3
                0
                9600

                """)
        #expect(outcome.stderr == "")
    }

    @Test func `the answer is a WAV that knows its size`() async throws {
        let outcome = try await run(
            "head -c 40000 three.raw | chat --input - --output a.wav > /dev/null; cat a.wav")
        let header = WAVHeader(format: .pipeline, dataBytes: 3200).bytes
        #expect(outcome.stdout.starts(with: header))
        #expect(outcome.stdout.count == header.count + 3200)
    }

    /// ENTER is typed once five of the ten seconds of the first answer have sounded.
    private let interrupting = """
        mkfifo keys events
        exec 5<> keys
        speak
        chat --json --input voice --output answer.raw < keys > events &
        while read -r event; do
            echo "$event"
            case $event in *speaking*)
                until [ "$(wc -c < answer.raw)" -ge 160000 ]; do sleep 0.05; done
                [ "$typed" ] || echo >&5
                typed=yes
            esac
        done < events
        wait $!; echo "status $?"; wc -c < answer.raw

        """

    @Test func `ENTER cuts the answer off, and the talk goes on`() async throws {
        let outcome = try await run(
            "echoing='exec:sed -u \"s/1/1 is long, and goes on/\"'\n" + interrupting)
        let lines = outcome.text.split(separator: "\n").map(String.init)
        let replies = lines.filter { $0.contains(#""type":"reply""#) }
        #expect(replies.map { $0.contains(#""interrupted":true"#) } == [true, false, false])
        #expect(replies.first?.contains(#""text":"turn 1 is long, and goes on""#) == true)
        #expect(replies.first?.contains(#""heard":"turn 1 is long, and goes on""#) == false)
        #expect(replies.first?.contains(#""heard":"turn 1"#) == true)
        #expect(replies.last?.contains(#""heard":"turn 3""#) == true)
        #expect(lines.suffix(2).first == "status 0")
        // The two short answers, and what sounded of the long one.
        let bytes = try #require(lines.last.flatMap { Int($0) })
        #expect(bytes >= 160_000 + 6400 && bytes < 300_000)
    }

    /// What `--export` writes, a line each.
    private let turns = """
        vc-ask --export talk | python3 -c '
        import json, sys
        for line in sys.stdin: print(*[json.loads(line)[key] for key in ("role", "content")])'

        """

    @Test func `what was heard is remembered, and the next talk knows it`() async throws {
        let outcome = try await run(
            "echoing='exec:sed -u \"s/1/1 is long, and goes on/\"'\n"
                + interrupting.replacing("--json", with: "--json --memory talk") + "echo; " + turns)
        let kept = outcome.text.components(separatedBy: "\n\n").last ?? ""
        let lines = kept.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines.first == "user turn 1")
        #expect(lines[1].hasPrefix("assistant turn 1") && lines[1].hasSuffix("…"))
        #expect(!lines[1].contains("goes on"))
        #expect(
            lines.suffix(4) == [
                "user turn 2", "assistant turn 2", "user turn 3", "assistant turn 3",
            ])
    }

    @Test func `Ctrl-C in an answer keeps what was heard of it`() async throws {
        let outcome = try await run(
            """
            mkfifo lines
            speak
            echoing='exec:sed -u "s/1/1 is long, and goes on and on/"'
            ( trap - INT; exec env --default-signal=INT vc-chat --stt "$ear" --llm "$echoing" \
                --tts "$voice" --json --memory talk --input voice --output a.raw \
                < /dev/null > lines ) &
            while read -r line; do
                case $line in *speaking*)
                    until [ "$(wc -c < a.raw)" -ge 160000 ]; do sleep 0.05; done
                    kill -INT $!;;
                esac
            done < lines
            wait $!; echo $?

            """ + turns)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.prefix(2) == ["0", "user turn 1"])
        #expect(lines.count == 3)
        #expect(lines.last?.hasPrefix("assistant turn 1") == true)
        #expect(lines.last?.hasSuffix("…") == true)
    }

    @Test func `ENTER where nobody speaks, and the keyboard's end, mean nothing`() async throws {
        let outcome = try await run(
            "speak; printf '\\n\\n' | chat --input voice --output answer.raw | tail -1")
        #expect(outcome.text == "ai: you said turn 3\n")
    }

    @Test func `Ctrl-C ends it with status 0, and the file is whole`() async throws {
        let outcome = try await run(
            """
            mkfifo lines
            speak
            echoing='exec:sed -u "s/1/1 is long/"'
            ( trap - INT; exec env --default-signal=INT vc-chat --stt "$ear" --llm "$echoing" \
                --tts "$voice" --json --input voice --output a.wav < /dev/null > lines ) &
            while read -r line; do
                case $line in *speaking*) kill -INT $!;; esac
            done < lines
            wait $!; echo "$?" >&2; cat a.wav
            """)
        #expect(outcome.stderr == "0\n")
        let header = WAVHeader(
            format: .pipeline, dataBytes: UInt64(max(0, outcome.stdout.count - 44))
        ).bytes
        #expect(outcome.stdout.starts(with: header))
    }

    @Test func `a turn that fails is said, and the talk goes on`() async throws {
        let outcome = try await run(
            """
            echoing='exec:while read -r l; do case $l in *2) exit 9;; esac; echo "$l"; done'
            speak; chat --input voice --output answer.raw; echo $?
            """)
        #expect(
            outcome.text
                == "you: turn 1\nai: turn 1\nyou: turn 2\nyou: turn 3\nai: turn 3\n69\n")
        #expect(outcome.stderr.hasSuffix("' ended with status 9\n"))
    }

    @Test func `an error that ends the talk stands on a line of its own`() async throws {
        let outcome = try await run(
            """
            ear='exec:echo hello; until grep -q half out; do sleep 0.02; done; exit 3'
            echoing='exec:read -r l; printf "half an"; exec cat'
            chat --input three.raw --output answer.raw > out 2>&1; echo $?; cat out
            """)
        #expect(
            outcome.text == """
                69
                you: hello
                ai: half an
                vc-chat: 'echo hello; until grep -q half out; do sleep 0.02; done; exit 3' \
                ended with status 3

                """)
    }

    @Test(arguments: [
        ("--input missing.wav --output a.raw", 66),
        ("--input three.raw --output no/such/a.wav", 73),
        ("--input three.raw --output a.wav --tts exec:no-such-voice", 69),
        ("--input three.raw --output a.wav --stt 'exec:exit 3'", 69),
        ("--input bad.wav --output a.wav", 65),
    ])
    func `what is not there is said`(options: String, status: Int32) async throws {
        let outcome = try await run(
            "printf 'RIFFxxxxAVI ' > bad.wav; chat \(options) > /dev/null")
        #expect(outcome.status == status)
        #expect(outcome.stderr.contains("vc-chat: "))
    }

    @Test func `a silence is nothing to say`() async throws {
        let outcome = try await run(
            "head -c 4000 three.raw | chat --input - --output a.wav; echo $?; wc -c < a.wav")
        #expect(outcome.text == "1\n44\n")
        #expect(outcome.stderr == "")
    }

    @Test func `an empty recording is nothing to say, and starts nobody`() async throws {
        let wav = WAVHeader(format: .pipeline, dataBytes: 0).bytes
        let outcome = try await shell(
            """
            cat > header.wav; : > empty.raw; printf x > odd.raw
            talk() {
                vc-chat --provider 'exec:touch mark; cat' --output a.wav "$@" < empty.raw; echo $?
            }
            for file in header.wav empty.raw odd.raw -; do talk --input $file; done; ls
            """, stdin: Data(wav))
        #expect(outcome.text == "1\n1\n1\n1\nempty.raw\nheader.wav\nodd.raw\n")
        #expect(outcome.stderr == "")
    }

    @Test func `an output that is the input is refused, and the recording is kept`() async throws {
        let outcome = try await run(
            "ln three.raw same.raw; chat --input three.raw --output same.raw; "
                + "echo $?; cmp three.raw same.raw && wc -c < three.raw")
        #expect(outcome.stderr == "vc-chat: 'same.raw' is both the input and the output\n")
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.first == "64")
        #expect(lines.last.flatMap { Int($0) } ?? 0 > 1000)
    }
}
