// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing
import Waveform

/// `vc-speak --provider aws` against the stand-in; one at a time, since each starts a Python.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AmazonSpeechTests {
    private static let pieces = [
        "One two three.", "Four five six seven.", "Eight nine ten eleven twelve.",
        "Thirteen fourteen.", "Fifteen.",
    ]
    private static let text = pieces.joined(separator: " ")

    private struct Event: Decodable {
        let type: String
        let text, kind, value: String?
        let frame, byte, start, end: Int?
        let time: Double?
    }

    private static func events(_ lines: some StringProtocol) throws -> [Event] {
        try lines.split(separator: "\n").map {
            try JSONDecoder().decode(Event.self, from: Data($0.utf8))
        }
    }

    @Test(arguments: [1, 3])
    func `pieces are asked for ahead, and spoken in order`(parallel: Int) async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run("speak --parallel \(parallel) '\(Self.text)' | cat")
        #expect(outcome.stderr == "")
        #expect(outcome.stdout == (try await AmazonVoice.speech(Self.pieces)))
        #expect(try voice.server.log("speaks").count == Self.pieces.count)
        let most = try voice.mostAtOnce()
        #expect(parallel == 1 ? most == 1 : (2...3).contains(most))
        #expect(try await voice.isContent())
    }

    @Test func `a piece is heard while the next is still waited for`() async throws {
        let voice = try await AmazonVoice()
        try await voice.server.fail(#"{"action": "hang", "nth": 2, "count": -1}"#)
        let outcome = try await voice.run(
            """
            mkfifo out; vc-speak --provider aws --parallel 1 '\(Self.text)' > out &
            exec 4< out; head -c 4800 <&4; kill $!
            """)
        let first = try await AmazonVoice.speech(Self.pieces.prefix(1).map { $0 })
        #expect(outcome.stdout == first)
    }

    @Test func `a piece is spoken before the input ends`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            mkfifo in out; speak < in > out &
            exec 3> in 4< out
            printf 'One two. And' >&3; head -c 3200 <&4 | wc -c
            printf ' three.' >&3; exec 3>&-
            cat <&4 | wc -c; wait $!; echo $?
            """)
        #expect(outcome.text == "3200\n3200\n0\n")
    }

    @Test func `WAV and encoded speech are what was asked for`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            say() { speak "$@" 'One two. Three.' > speech && cat speech > "$name"; }
            name=wav say --format wav --rate 8000
            name=mp3 say --format mp3 --events events
            name=ogg say --format ogg --rate 48000
            name=opus say --format opus
            cat wav; printf '|'; cat mp3; printf '|'; cat ogg; printf '|'; cat opus
            cat events >&2
            """)
        let texts = ["One two.", "Three."]
        let pcm = try await AmazonVoice.speech(texts, rate: 8000)
        var expected = Data(
            WAVHeader(
                format: AudioFormat(sampleRate: 8000), dataBytes: UInt64(pcm.count)
            ).bytes)
        expected += pcm + Data("|".utf8)
        expected += try await AmazonVoice.speech(texts, form: "mp3", rate: 24000)
        expected +=
            try await Data("|".utf8)
            + AmazonVoice.speech(texts, form: "ogg_vorbis", rate: 48000)
        expected +=
            try await Data("|".utf8)
            + AmazonVoice.speech(texts, form: "ogg_opus", rate: 48000)
        #expect(outcome.stdout == expected)
        let events = try Self.events(outcome.stderr)
        let (first, second) = (6 + 4800 / 8, 6 + 2400 / 8)
        #expect(events.map(\.type) == ["speaking", "spoken", "speaking", "spoken"])
        #expect(events.map(\.byte) == [0, first, first, first + second])
        #expect(try await voice.isContent())
    }

    @Test func `marks say in the events what begins when`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            speak --marks sentence,word,viseme --events fd:5 --speed 1.5 'You & me. "Three".' \
                5> events | wc -c
            cat events
            """)
        let lines = outcome.text.split(separator: "\n", maxSplits: 1)
        #expect(lines.first == "4800")
        let events = try Self.events(try #require(lines.last))
        let words = events.filter { $0.kind == "word" }
        #expect(words.map(\.value) == ["You", "me", "Three"])
        #expect(words.map(\.time) == [0, 0.05, 0.1])
        #expect(words.map(\.start) == [0, 6, 1])
        #expect(words.map(\.end) == [3, 8, 6])
        #expect(events.count { $0.kind == "viseme" } == 3)
        let outline = events.filter { $0.kind == nil || $0.kind == "sentence" }
        #expect(
            outline.map(\.type) == [
                "speaking", "mark", "spoken", "speaking", "mark", "spoken",
            ])
        #expect(try await voice.isContent())
    }

    @Test func `SSML documents are spoken as they are`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            input='<speak>One <mark name="x"/>two</speak><speak>
            three</speak>'
            printf %s "$input" | speak --ssml --marks ssml --events events > out
            wc -c < out; cat events >&2
            printf %s "$input" | speak --ssml --dry-run
            """)
        #expect(
            outcome.text == """
                4800
                <speak>One <mark name="x"/>two</speak>
                <speak> three</speak>

                """)
        let events = try Self.events(outcome.stderr)
        #expect(events.filter { $0.type == "mark" }.map(\.value) == ["x"])
        #expect(try await voice.isContent())
    }

    @Test func `voice, engine, language and lexicons reach the service`() async throws {
        let voice = try await AmazonVoice(#""lexicons": ["words"], "pace": 1000"#)
        let outcome = try await voice.run(
            """
            speak --voice Kajal --language hi-IN hello > a || echo $?
            speak --language de --engine standard Hallo > b || echo $?
            speak --lexicon words --engine generative hello > c || echo $?
            cat a b c | wc -c
            """)
        #expect(outcome.text == "4800\n")
        #expect(outcome.stderr == "")
        #expect(try await voice.isContent())
    }

    @Test func `the list of voices has all of its pages`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run("speak --list-voices")
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 87)
        #expect(lines.contains("Joanna\ten-US\tfemale, generative, neural, standard"))
        #expect(lines.contains("Kajal\ten-IN\tfemale, generative, neural, also hi-IN"))
        #expect(try await voice.requests() == 5)
        #expect(try await voice.isContent())
    }

    @Test func `the voices of a language are those that speak it`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            for tag in de en-IE hi zh no hu; do
                speak --list-voices --language $tag > list; echo $? $(cut -f1 list | sort)
            done
            """)
        #expect(
            outcome.text == """
                0 Daniel Hans Lennart Marlene Vicki
                0 Niamh
                0 Aditi Kajal
                0 Zhiyu
                0 Ida Liv
                1

                """)
        #expect(outcome.stderr == "")
    }

    @Test func `a long text arrives whole`() async throws {
        let voice = try await AmazonVoice()
        let text = (1...60).map { "This is sentence number \($0) of a rather long text." }
        let outcome = try await voice.run("speak '\(text.joined(separator: " "))' | cat")
        #expect(outcome.stdout == (try await AmazonVoice.speech(text)))
        #expect(outcome.stderr == "")
        #expect(try await voice.isContent())
    }

    @Test func `vc-chat speaks with the same voice`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            head -c 32000 /dev/zero > in.raw
            vc-chat --stt 'exec:head -c 16000 >/dev/null; echo hello; cat >/dev/null' \
                --llm 'exec:sed -u "s/^/you said /"' --tts aws --engine standard --parallel 2 \
                --input in.raw --output out.raw
            wc -c < out.raw
            """)
        #expect(outcome.text == "you: hello\nai: you said hello\n4800\n")
        #expect(outcome.stderr == "")
        #expect(try await voice.server.status().failed_validations == 0)
    }
}
