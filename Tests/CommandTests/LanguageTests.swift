// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// `--language` as one switch for the whole talk, on the stand-in for AWS.
@Suite(.timeLimit(.minutes(5)))
struct LanguageTests {
    private static let settings = """
        {"transcribe": {"utterances": [
            {"text": "Good morning.", "language": "en-US"},
            {"text": "¿Qué tiempo hace?", "language": "es-US"},
            {"text": "谢谢。", "language": "zh-CN"}]},
         "bedrock": {"replies": ["Hello, my friend.", "Hoy hace sol.", "不客气。再见。"],
                     "first_token": 0.05, "tokens_per_second": 200},
         "polly": {"first_byte": 0.05, "word_seconds": 0.1, "pace": 100}}
        """

    /// Utterances with enough quiet between them; the stand-in says what they are.
    private static let voice = """
        said() {
            for words in "$@"; do
                espeak-ng -w said.wav "$words"
                sox said.wav -r 16000 -b 16 -c 1 -t raw - pad 0.1 2
            done > voice.raw
        }

        """

    private func standIn(_ changes: String? = nil) async throws -> StandIn {
        let standIn = try await StandIn(Self.settings, python: testPython)
        if let changes { try await standIn.set(changes) }
        return standIn
    }

    private func run(_ script: String, _ standIn: StandIn) async throws -> Outcome {
        try await shell(Self.voice + script, environment: standIn.environment.mapValues { $0 })
    }

    /// Who has spoken what, in order.
    private func spoken(_ standIn: StandIn) throws -> [String] {
        try standIn.log("speaks").map { "\($0["voice"] ?? ""): \($0["text"] ?? "")" }
    }

    @Test func `each answer's voice is that of the turn's language`() async throws {
        let standIn = try await standIn()
        let outcome = try await run(
            """
            said "Good morning" "What is the weather like" "Thank you"
            vc-chat --language en-US,es-US,zh-CN --input voice.raw --output answer.raw
            """, standIn)
        #expect(
            outcome.text == """
                you: Good morning.
                ai: Hello, my friend.
                you: ¿Qué tiempo hace?
                ai: Hoy hace sol.
                you: 谢谢。
                ai: 不客气。再见。

                """)
        #expect(outcome.stderr == "")
        #expect(
            try spoken(standIn) == [
                "Joanna: Hello, my friend.", "Lupe: Hoy hace sol.", "Zhiyu: 不客气。", "Zhiyu: 再见。",
            ])
        let systems = try standIn.log("asked").compactMap { $0["system"] as? String }
        #expect(systems.count >= 3)
        #expect(
            systems.allSatisfy {
                $0.hasSuffix("\n\nAnswer in the language that the user speaks.")
            })
        let status = try await standIn.status()
        #expect(status.failed_validations == 0)
        #expect(status.notes == [:])
    }

    @Test func `one language is heard, answered, spoken, and taken leave in`() async throws {
        let standIn = try await standIn(
            #"""
            {"transcribe": {"utterances": [{"text": "Guten Morgen."}]},
             "bedrock": {"replies": ["Hallo, mein Freund."]}}
            """#)
        let outcome = try await run(
            """
            said "Good morning"; sox -D -n -r 16000 -b 16 -c 1 -t raw - trim 0 8 >> voice.raw
            vc-chat --language de --goodbye-after 1s --input voice.raw --output answer.raw
            """, standIn)
        #expect(
            outcome.text == """
                you: Guten Morgen.
                ai: Hallo, mein Freund.
                ai: Wenn Sie noch Fragen haben, fragen Sie gern. Einen schönen Tag noch!

                """)
        #expect(outcome.stderr == "")
        #expect(try spoken(standIn).allSatisfy { $0.hasPrefix("Vicki: ") })
        #expect(try spoken(standIn).last?.hasSuffix("Tag noch!") == true)
        let asked = try standIn.log("asked")
        #expect((asked.first?["system"] as? String)?.hasSuffix("Answer in German.") == true)
        let options = try standIn.log("verdict").compactMap { $0["options"] as? [String: String] }
        #expect(options.first?["language-code"] == "de-DE")
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `a voice that the region lacks gives way to one that it has`() async throws {
        let standIn = try await standIn(
            #"""
            {"polly": {"voices": ["Salli", "Pedro", "Tatyana"]},
             "transcribe": {"utterances": [{"text": "Good morning."}]}}
            """#)
        let outcome = try await run(
            """
            said "Good morning"
            vc-chat --input voice.raw --output answer.raw > /dev/null
            vc-chat --language zh --input voice.raw --output answer.raw; echo $?
            """, standIn)
        #expect(outcome.text == "64\n")
        #expect(
            outcome.stderr == "vc-chat: Polly has no voice for Chinese ('zh')\n"
                + "vc-chat: hint: `vc-speak --provider aws --list-voices` shows voices, languages "
                + "and engines\n")
        #expect(try spoken(standIn) == ["Salli: Hello, my friend."])
    }

    @Test func `a language without a voice is spoken by the first's, which is said`() async throws {
        let standIn = try await standIn(
            #"{"transcribe": {"utterances": [{"text": "Καλημέρα.", "language": "el-GR"}]}}"#)
        let outcome = try await run(
            """
            said "Good morning"
            vc-chat --language en-US,el-GR --input voice.raw --output answer.raw
            """, standIn)
        #expect(
            outcome.stderr == "vc-chat: warning: Polly has no voice for Greek ('el-GR'); "
                + "the voice for English speaks Greek\n")
        #expect(try spoken(standIn) == ["Joanna: Hello, my friend."])
    }

    @Test func `vc-ask is told the language, and says nothing of it by itself`() async throws {
        let outcome = try await shell(
            """
            ask() { vc-ask --provider aws --print-request "$@" hi | grep -o 'Answer in [GJFtP].*' || echo none; }
            ask; ask --language ja; ask --language en-US,fr-FR; ask --language auto
            vc-ask --language klingon hi; echo $?
            """)
        #expect(
            outcome.text == """
                none
                Answer in Japanese."
                Answer in the language that the user speaks."
                Answer in the language that the user speaks."
                64

                """)
        #expect(outcome.stderr.contains("'klingon' is neither a language tag"))
    }

    @Test func `a Chinese reply is spoken sentence by sentence`() async throws {
        let outcome = try await shell(
            "echo '你好！我是你的助手，今天天气很好。我们出去走走吧？好的。' | vc-speak --dry-run --language zh")
        #expect(
            outcome.text.split(separator: "\n").joined() == "你好！我是你的助手，今天天气很好。我们出去走走吧？好的。")
        #expect(outcome.text.hasPrefix("你好！\n"))
    }
}
