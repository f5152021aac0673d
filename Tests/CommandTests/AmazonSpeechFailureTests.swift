// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// What goes wrong between `vc-speak` and Polly; one at a time, since each starts a Python.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AmazonSpeechFailureTests {
    @Test func `throttling is told after every try`() async throws {
        let voice = try await AmazonVoice()
        try await voice.server.fail(#"{"action": "throttle", "count": -1}"#)
        let outcome = try await voice.run("speak hello", ["AWS_MAX_ATTEMPTS": "2"])
        #expect(outcome.status == 75)
        #expect(outcome.stderr.hasPrefix("vc-speak: Polly wants fewer requests: Rate exceeded\n"))
        #expect(try await voice.requests() == 2)
    }

    @Test func `a service that says nothing is named, and how long it was waited for`()
        async throws
    {
        let voice = try await AmazonVoice()
        try await voice.server.fail(#"{"action": "hang", "count": -1}"#)
        let outcome = try await voice.run(
            "speak --timeout 300ms hello", ["AWS_MAX_ATTEMPTS": "2"])
        #expect(outcome.status == 69)
        #expect(outcome.stderr.hasPrefix("vc-speak: no answer from localhost"))
        #expect(outcome.stderr.hasSuffix("within 0.3 s\n"))
        #expect(try await voice.requests() == 2)
    }

    @Test func `a service that falls silent in mid-speech is named`() async throws {
        let voice = try await AmazonVoice()
        try await voice.server.fail(#"{"action": "hang", "at": 1, "count": -1}"#)
        let outcome = try await voice.run("speak --timeout 300ms 'One two three four.' | wc -c")
        #expect(outcome.text == "3200\n")
        #expect(outcome.stderr.contains("the answer of localhost"))
        #expect(outcome.stderr.contains("stood still for 0.3 s"))
    }

    @Test func `what came before a broken answer stays written, and nothing is asked twice`()
        async throws
    {
        let voice = try await AmazonVoice()
        try await voice.server.fail(#"{"action": "reset", "at": 2, "count": -1}"#)
        let outcome = try await voice.run(
            "speak --format wav 'One two three four five.' > speech; echo $? >&2; cat speech")
        let whole = try await AmazonVoice.speech(["One two three four five."])
        let header = 44
        #expect(outcome.stdout.count > header)
        #expect(whole.starts(with: outcome.stdout.dropFirst(header)))
        #expect(outcome.stdout.count < header + whole.count)
        #expect(outcome.stderr.contains("the answer of localhost"))
        #expect(outcome.stderr.hasSuffix("69\n"))
        #expect(try await voice.requests() == 1)
    }

    @Test func `a failure that passes is not noticed`() async throws {
        let voice = try await AmazonVoice()
        try await voice.server.fail(
            #"[{"action": "error", "status": 503}, {"action": "disconnect", "nth": 2}]"#)
        let outcome = try await voice.run("speak 'One two. Three.' | cat")
        #expect(outcome.stdout == (try await AmazonVoice.speech(["One two.", "Three."])))
        #expect(outcome.stderr == "")
    }

    @Test func `refused credentials and missing permissions are told`() async throws {
        let voice = try await AmazonVoice()
        let wrong = try await voice.run("speak hello", ["AWS_SECRET_ACCESS_KEY": "wrong"])
        #expect(wrong.status == 77)
        #expect(wrong.stderr.contains("Polly refused: InvalidSignatureException"))
        #expect(wrong.stderr.hasSuffix("hint: are the credentials right?\n"))
        try await voice.server.fail(
            #"{"action": "error", "status": 403, "code": "AccessDeniedException", "count": -1}"#)
        let missing = try await voice.run("speak hello; speak --list-voices")
        #expect(missing.status == 77)
        #expect(missing.stderr.contains("the permission polly:SynthesizeSpeech is missing"))
        #expect(missing.stderr.contains("the permission polly:DescribeVoices is missing"))
    }

    @Test func `what the table of voices knows is refused without a question`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            for wrong in '--voice Vicki --engine long-form' '--language hu' '--rate 22050' \\
                '--speed 3' '--voice Tiffany --marks word --events e' '--engine best' \\
                '--lexicon no-name' '--parallel 27' '--marks word' '--format mp3 --marks word' \\
                '--ssml --speed 2 <speak/>' '--format flac'
            do speak $wrong '<speak>x</speak>' > out; echo "$? $(wc -c < out)"; done; ls
            """)
        #expect(outcome.text == String(repeating: "64 0\n", count: 12) + "out\n")
        let said = outcome.stderr
        #expect(said.contains("the voice 'Vicki' has no engine 'long-form'"))
        #expect(said.contains("Polly has no voice for Hungarian ('hu')"))
        #expect(try await voice.requests() == 0)
    }

    @Test func `what only the service knows is its to refuse`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            speak --voice Nobody hello; echo $?
            speak --lexicon gone hello; echo $?
            echo '<speak>a</speak><speak>b <i>c</speak>' | speak --ssml > out; echo $?
            wc -c < out
            """)
        #expect(outcome.text == "64\n64\n65\n1600\n")
        #expect(
            outcome.stderr.hasPrefix(
                """
                vc-speak: Polly has no voice 'Nobody' (engine neural, language en-US)
                vc-speak: hint: `vc-speak --provider aws --list-voices` shows voices, languages and engines

                """))
        #expect(outcome.stderr.contains("Lexicon not found: gone"))
        #expect(outcome.stderr.contains("Invalid SSML request"))
    }

    @Test func `vc-chat says at the beginning what would fail with the first answer`()
        async throws
    {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            head -c 16000 /dev/zero > in.raw
            chat() {
                vc-chat --stt 'exec:exec cat > mark' --input in.raw --output out.raw "$@"; echo $?
            }
            chat --llm exec:cat --tts aws --voice Nobody
            chat --llm exec:cat --tts aws --voice Joanna
            chat --llm aws --tts exec:cat --model anthropic.claude-v2:1
            """)
        #expect(outcome.text == "64\n1\n1\n")
        let lines = outcome.stderr.split(separator: "\n")
        try #require(lines.count == 3, "\(outcome.stderr)")
        #expect(lines[0].hasPrefix("vc-chat: Polly has no voice 'Nobody'"))
        #expect(lines[1].hasPrefix("vc-chat: hint: "))
        #expect(
            lines[2]
                == "vc-chat: warning: the model 'anthropic.claude-v2:1' has ended, as far as is "
                + "known here; use 'global.anthropic.claude-haiku-4-5-20251001-v1:0'")
        #expect(try voice.server.log("speaks").isEmpty)
    }

    @Test func `text outside of SSML is told, behind what was good`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            echo hello | speak --ssml; echo $?
            printf '<speak>a</speak>\\nand\\n' | speak --ssml > out; echo $?; wc -c < out
            """)
        #expect(outcome.text == "65\n65\n1600\n")
        #expect(outcome.stderr.contains("'hello' in line 1 is not inside <speak>…</speak>"))
        #expect(outcome.stderr.contains("'and' in line 2"))
        #expect(try await voice.requests() == 1)
    }

    @Test func `options that only AWS has are refused before anything starts`() async throws {
        let outcome = try await shell(
            """
            for option in '--engine neural' '--lexicon a' '--parallel 2' '--synthesis auto' \\
                '--ssml' '--format mp3' '--rate 16000' '--marks word --events e'
            do vc-speak --provider 'exec:touch mark' $option '<speak>x</speak>'; echo $?; done; ls
            """)
        #expect(outcome.text == String(repeating: "64\n", count: 8))
        #expect(outcome.stderr.contains("--format mp3 is for the provider aws"))
    }

    @Test func `a reader that leaves ends it at once`() async throws {
        let voice = try await AmazonVoice(#""pace": 10"#)
        let text = (1...60).map { "Number \($0)." }.joined(separator: " ")
        let outcome = try await voice.run(
            "(speak '\(text)'; echo $? >&2) | head -c 100 | wc -c")
        #expect(outcome.text == "100\n")
        #expect(outcome.stderr == "141\n")
        #expect(try voice.server.log("speaks").count < 60)
    }
}
