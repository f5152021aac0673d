// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Waveform

@Suite(.timeLimit(.minutes(5)))
struct TranscribeTests {
    /// `count` says how many bytes of PCM it was given.
    private let prelude = """
        count() { vc-transcribe --provider 'exec:wc -c' "$@"; }
        head -c 32000 /dev/zero > second.raw

        """

    private func run(_ script: String, stdin: Data? = nil) async throws -> Outcome {
        try await shell(prelude + script, stdin: stdin)
    }

    @Test func `stdin and files are heard`() async throws {
        let outcome = try await run(
            "count < second.raw; cat second.raw | count -; count second.raw - < second.raw")
        #expect(outcome.text == "32000\n32000\n32000\n32000\n")
        #expect(outcome.stderr == "")
        #expect(outcome.status == 0)
    }

    @Test func `a WAV is converted, and raw audio as it is described`() async throws {
        let frames = [Int16](repeating: 0, count: 8000)
        let sound = frames.withUnsafeBytes { Data($0) }
        let wav = WAVHeader(format: AudioFormat(sampleRate: 8000), dataBytes: 16_000).bytes
        let outcome = try await run(
            "count; count --rate 8000 --channels 2 second.raw", stdin: Data(wav) + sound)
        #expect(outcome.text == "32000\n32000\n")
    }

    @Test func `an odd byte is dropped with a warning, the rest is good`() async throws {
        let outcome = try await run("head -c 3201 second.raw | count")
        #expect(outcome.text == "3200\n")
        #expect(
            outcome.stderr
                == "vc-transcribe: warning: standard input: the input is not whole samples: 1 byte at its end dropped\n"
        )
        #expect(try await run("head -c 3201 second.raw | count -q").stderr == "")
    }

    @Test func `a WAV that is cut off is heard as far as it goes`() async throws {
        let wav = WAVHeader(format: .pipeline, dataBytes: 32_000).bytes
        let outcome = try await run("count", stdin: Data(wav) + Data(count: 6400))
        #expect(outcome.text == "6400\n")
        #expect(outcome.stderr.contains("the WAV is cut off: 25600 bytes of sound are missing"))
        #expect(outcome.status == 0)
    }

    @Test(arguments: [
        Data(), Data([7]), Data(WAVHeader(format: .pipeline, dataBytes: 0).bytes),
    ])
    func `no sound is nothing to say, and starts nobody`(input: Data) async throws {
        let outcome = try await shell(
            "vc-transcribe -q --provider 'exec:touch mark'; echo $?; ls", stdin: input)
        #expect(outcome.text == "1\n")
        #expect(outcome.stderr == "")
    }

    @Test func `no words are nothing to say`() async throws {
        let outcome = try await run(
            "vc-transcribe --provider 'exec:cat >/dev/null; echo; echo' second.raw")
        #expect(outcome.text == "")
        #expect(outcome.status == 1)
    }

    @Test func `bad files are named, and the others are heard`() async throws {
        let outcome = try await run(
            """
            count missing.wav second.raw cut.wav . second.raw; echo $?
            printf 'RIFF' > cut.wav; count cut.wav second.raw; echo $?; count missing.wav; echo $?
            """)
        #expect(outcome.text == "32000\n32000\n66\n32000\n65\n66\n")
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("vc-transcribe: ") })
        #expect(lines.count == 5)
        #expect(
            lines.first == "vc-transcribe: cannot open 'missing.wav': No such file or directory")
    }

    @Test func `compressed audio is refused by its name`() async throws {
        let outcome = try await run(
            """
            sox -n -r 8000 -c 1 -e ms-adpcm a.wav synth 0.5 sine 440
            sox -n -r 8000 -c 1 -e gsm-full-rate g.wav synth 0.5 sine 440
            for file in a.wav g.wav; do count $file; echo $?; done
            count second.raw a.wav second.raw; echo $?
            """)
        #expect(outcome.text == "65\n65\n32000\n32000\n65\n")
        let lines = outcome.stderr.split(separator: "\n")
        try #require(lines.count == 6)
        #expect(lines[0].hasPrefix("vc-transcribe: 'a.wav': compressed WAV: it holds MS ADPCM"))
        #expect(lines[1].hasPrefix("vc-transcribe: hint: "))
        #expect(lines[2].hasPrefix("vc-transcribe: 'g.wav': compressed WAV: it holds GSM"))
    }

    @Test func `what was heard before a child died is not lost`() async throws {
        let outcome = try await run(
            """
            vc-transcribe --provider 'exec:exec python3 \(fixture("dying.py"))' second.raw
            echo $?
            vc-transcribe --provider 'exec:exec python3 \(fixture("dying.py"))' second.raw second.raw
            """)
        #expect(outcome.text == "heard\n69\nheard\nheard\n")
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0 == "vc-transcribe: the ear has gone" })
    }

    @Test func `a line is written when the turn is over, not at the end`() async throws {
        let outcome = try await run(
            """
            mkfifo in out
            vc-transcribe --provider 'exec:while head -c 16000 | grep -q .; do echo heard; done' \
                < in > out &
            exec 3> in 4< out
            yes | head -c 16000 >&3; read -r a <&4
            yes | head -c 16000 >&3; read -r b <&4
            exec 3>&-; wait $!; echo "$a $b $?"
            """)
        #expect(outcome.text == "heard heard 0\n")
    }

    @Test func `a controlled child is told what the endpointer hears`() async throws {
        let outcome = try await shell(
            """
            espeak-ng -w q.wav 'What is the capital of France?'
            sox q.wav -r 16000 -b 16 -c 1 -t raw q.raw
            { cat q.raw; head -c 48000 /dev/zero; cat q.raw; } |
                vc-transcribe --json --provider 'exec:exec python3 \(fixture("child.py")) hear'
            """)
        let events = try outcome.stdout.split(separator: UInt8(ascii: "\n")).map {
            try #require(try JSONSerialization.jsonObject(with: $0) as? [String: Any])
        }
        #expect(
            events.compactMap { $0["type"] as? String } == [
                "partial", "final", "turn", "partial", "final", "turn",
            ], "\(outcome.stderr)")
        let turns = events.filter { $0["type"] as? String == "turn" }
        let starts = turns.compactMap { $0["start"] as? Double }
        let ends = turns.compactMap { $0["end"] as? Double }
        try #require(starts.count == 2 && ends.count == 2)
        #expect(starts[0] < ends[0] && ends[0] < starts[1] && starts[1] < ends[1])
    }
}
