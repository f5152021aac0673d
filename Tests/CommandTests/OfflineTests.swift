// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// The offline engines, which scripts/test has installed. One after the other: each takes all cores.
@Suite(.timeLimit(.minutes(5)), .serialized)
struct OfflineTests {
    private let sentence = "How many minutes are there in three hours?"

    /// How much of a sentence is heard in a text. The voice speaks each time in another way, and now
    /// and then a word is lost.
    private func share(of sentence: String, in text: some StringProtocol) -> Double {
        let (said, heard) = (words(sentence), Set(words(String(text))))
        return Double(said.count { heard.contains($0) }) / Double(said.count)
    }

    @Test func `what is spoken is heard again`() async throws {
        let outcome = try await shell(
            """
            for n in 1 2 3; do
                vc-speak --provider offline '\(sentence)' | vc-transcribe --provider offline || exit
            done
            """)
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
        try #require(lines.count == 4 && lines[3] == "", "\(lines)")
        let shares = lines.prefix(3).map { share(of: sentence, in: $0) }
        #expect(shares.count { $0 >= 0.75 } >= 2, "\(lines)")
    }

    @Test func `vc-chat answers aloud what its model says`() async throws {
        let question = "How many minutes are there in an hour?"
        let outcome = try await shell(
            """
            vc-speak --provider offline --format wav '\(question)' > q.wav
            vc-chat --provider offline --llm 'exec:sed -u "s/.*/\(sentence)/"' \
                --input q.wav --output a.wav < /dev/null
            vc-transcribe --provider offline a.wav
            """)
        let lines = outcome.text.split(separator: "\n").map(String.init)
        try #require(lines.count == 3)
        #expect(lines[0].hasPrefix("you: "))
        #expect(share(of: question, in: lines[0]) >= 0.5, "\(lines)")
        #expect(lines[1] == "ai: \(sentence)")
        #expect(share(of: sentence, in: lines[2]) >= 0.5, "\(lines)")
        #expect(outcome.stderr == "")
    }

    @Test func `a pipeline on a terminal keeps the last words`() async throws {
        let home = try Scratch()
        try home.write(
            """
            { vc-speak --provider offline '\(sentence)'; head -c 960000 /dev/zero; } > voice.raw
            ( trap '' INT; until grep -Eq 'minute|hour' notes; do sleep 0.05; done; echo go >&2 ) &
            vc-record --input voice.raw |
                vc-transcribe --provider offline --silence 1m --json > notes
            """, to: "pipeline")
        let outcome = try await shell(
            """
            touch notes
            env --default-signal=INT python3 \(fixture("on_terminal.py")) 'exec sh pipeline' go ^C
            echo "$?"; grep '"turn"' notes
            """, home: home)
        #expect(outcome.text.contains("130\n"))
        #expect(share(of: sentence, in: outcome.text) >= 0.5, "\(outcome.text)")
    }

    @Test(arguments: [
        "vc-ask --provider offline hi", "vc-speak --provider offline hi", "vc-ask hi",
        "vc-transcribe --provider offline s.raw", "vc-speak --provider offline --list-voices",
        "vc-chat --input s.raw --output a.wav",
    ])
    func `where nothing is installed, the command that does it is named`(command: String)
        async throws
    {
        let outcome = try await shell(
            "head -c 32000 /dev/zero > s.raw; \(command)",
            environment: ["XDG_DATA_HOME": "/nowhere"])
        #expect(outcome.status == 69)
        #expect(outcome.stdout.isEmpty)
        let tool = command.prefix { $0 != " " }
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.first?.hasPrefix("\(tool): the offline engines are not installed") == true)
        #expect(lines.last?.hasPrefix("\(tool): hint: run `scripts/setup`") == true)
    }

    @Test(arguments: ["jello", "hello there"])
    func `a model that is not what was verified is refused`(contents: String) async throws {
        let home = try Scratch()
        let sha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  // of hello
        for path in ["models/whisper-base-q8_0.bin", "models/piper-joe/model.onnx"] {
            try home.write(contents, to: "data/vc/\(path)")
        }
        try home.write(
            """
            whisper-base\tmodels/whisper-base-q8_0.bin\t5\t\(sha)\t1
            piper-joe\tmodels/piper-joe/model.onnx\t5\t\(sha)\t1

            """, to: "data/vc/models/installed.tsv")
        let outcome = try await shell(
            """
            head -c 32000 /dev/zero > s.raw
            vc-transcribe --provider offline s.raw; echo $?
            vc-speak --provider offline hi; echo $?
            """, home: home, environment: ["XDG_DATA_HOME": home.path + "/data"])
        #expect(outcome.text == "65\n65\n")
        #expect(outcome.stderr.contains("whisper-base-q8_0.bin' is not what was verified"))
        #expect(outcome.stderr.contains("hint: remove it and run `scripts/setup` again"))
    }
}
