// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing
import Waveform

/// Generative voices, which speak by one stream for all the text; one test at a time, since each
/// starts a Python.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AmazonStreamTests {
    private static let pieces = [
        "One two three four five six seven,", "eight nine.", "Ten eleven twelve.", "Thirteen.",
    ]
    private static let text = pieces.joined(separator: " ")

    private func operations(_ voice: AmazonVoice) throws -> [String] {
        try voice.server.log("request").compactMap { $0["operation"] as? String }
    }

    @Test func `all the text is spoken by one request`() async throws {
        let voice = try await AmazonVoice()
        for rate in [16000, 8000] {
            let outcome = try await voice.run(
                "speak --engine generative --rate \(rate) '\(Self.text)' | cat")
            #expect(outcome.stderr == "")
            #expect(outcome.stdout == (try await AmazonVoice.speech(Self.pieces, rate: rate)))
        }
        #expect(
            try operations(voice) == Array(repeating: "StartSpeechSynthesisStream", count: 2))
        #expect(try await voice.isContent())
    }

    @Test func `a long text arrives whole, and its pieces in order`() async throws {
        let voice = try await AmazonVoice()
        let text = (1...15).map { "This is sentence number \($0) of a rather long text." }
        let outcome = try await voice.run(
            """
            speak --engine generative --events events '\(text.joined(separator: " "))' | cat
            cat events >&2
            """)
        #expect(outcome.stdout == (try await AmazonVoice.speech(text)))
        let spoken = outcome.stderr.split(separator: "\n").filter { $0.contains("\"spoken\"") }
        #expect(spoken.count == text.count)
        for (line, text) in zip(spoken, text) { #expect(line.contains(text)) }
        #expect(spoken.last?.contains("\"frame\":\(outcome.stdout.count / 2)") == true)
        #expect(try await voice.isContent())
    }

    @Test func `a piece is spoken before the input ends, which may wait for long`() async throws {
        let voice = try await AmazonVoice()
        // The second event is one for nothing, before the 5 s are over that the service waits.
        let outcome = try await voice.run(
            """
            mkfifo in out; speak --engine generative < in > out &
            exec 3> in 4< out
            printf 'One two. And' >&3; head -c 3200 <&4 | wc -c
            tail -f '\(voice.server.logPath)' | grep -m 2 '"frame-in", "event": "TextEvent"' > lines
            printf ' three.' >&3; exec 3>&-
            cat <&4 | wc -c; wait $!; echo $?
            """)
        #expect(outcome.text == "3200\n3200\n0\n")
        #expect(try operations(voice) == ["StartSpeechSynthesisStream"])
        #expect(try await voice.isContent())
    }

    @Test func `pieces are asked for where a stream can't be had`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            for options in '' '--format mp3' '--speed 1.5' '--synthesis pieces'
            do speak --engine generative $options One. | wc -c; done
            speak --engine generative --ssml '<speak>One.</speak>' | wc -c
            """)
        #expect(outcome.stderr == "")
        let operations = try operations(voice)
        #expect(operations.first == "StartSpeechSynthesisStream")
        #expect(operations.dropFirst() == Array(repeating: "SynthesizeSpeech", count: 4)[...])
        #expect(try await voice.isContent())
    }

    @Test func `a stream that is asked for and can't be is refused without a question`()
        async throws
    {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            for options in '--engine neural' '--engine generative --format ogg' \\
                '--engine generative --speed 2' '--engine generative --ssml' ''
            do speak --synthesis stream $options '<speak>x</speak>'; echo $?; done
            """)
        #expect(outcome.text == String(repeating: "64\n", count: 5))
        #expect(outcome.stderr.contains("Polly has no stream for the engine 'neural'"))
        #expect(outcome.stderr.contains("Polly has no stream for SSML"))
        #expect(try await voice.requests() == 0)
    }

    @Test func `a service without the operation is asked for pieces, if that is allowed`()
        async throws
    {
        let voice = try await AmazonVoice()
        try await voice.server.fail(
            """
            {"operation": "StartSpeechSynthesisStream", "action": "error", "status": 404,
             "code": "UnknownOperationException", "count": -1}
            """)
        let outcome = try await voice.run(
            """
            speak --engine generative '\(Self.text)'
            speak --engine generative --synthesis stream One. >&2; echo $? >&2
            """)
        #expect(outcome.stdout == (try await AmazonVoice.speech(Self.pieces)))
        #expect(
            outcome.stderr
                == "vc-speak: Polly failed: UnknownOperationException: As demanded.\n69\n")
    }

    @Test func `a service without HTTP/2 is asked for pieces`() async throws {
        let voice = try await AmazonVoice(arguments: ["--http1"])
        let outcome = try await voice.run("speak --engine generative '\(Self.text)'")
        #expect(outcome.stderr == "")
        #expect(outcome.stdout == (try await AmazonVoice.speech(Self.pieces)))
        let pieces = Array(repeating: "SynthesizeSpeech", count: Self.pieces.count)
        #expect(try operations(voice) == ["StartSpeechSynthesisStream"] + pieces)
    }

    @Test func `what came before a broken stream stays written, and nothing is said twice`()
        async throws
    {
        let text = "One two three four five six seven eight."
        let whole = try await AmazonVoice.speech([text])
        let voice = try await AmazonVoice()
        for (action, status, message) in [
            (#""reset""#, 69, "broke off"), (#""corrupt""#, 69, "the event stream is broken"),
            (#""end""#, 69, "Polly ended the stream before all was spoken"),
            (#""exception""#, 69, "Polly failed: ServiceFailureException: As demanded."),
            (
                #""exception", "type": "ThrottlingException""#, 75,
                "Polly wants fewer requests: As demanded."
            ),
            (#""hang""#, 69, "stood still for 0.5 s"),
        ] {
            let before = try await voice.requests()
            try await voice.server.calm()
            try await voice.server.fail(#"{"action": \#(action), "at": 2, "count": -1}"#)
            let outcome = try await voice.run(
                """
                speak --engine generative --timeout 500ms '\(text)' > out; echo $? >&2; cat out
                """)
            #expect((0..<whole.count).contains(outcome.stdout.count))
            #expect(whole.starts(with: outcome.stdout))
            #expect(outcome.stderr.contains(message))
            #expect(outcome.stderr.hasSuffix("\(status)\n"))
            #expect(try await voice.requests() == before + 1, "\(action)")
        }
    }

    @Test func `wrong credentials are told once`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            "speak --engine generative One.", ["AWS_SECRET_ACCESS_KEY": "wrong"])
        #expect(outcome.status == 77)
        #expect(outcome.stderr.contains("Polly refused: InvalidSignatureException"))
        #expect(try operations(voice) == ["StartSpeechSynthesisStream"])
    }

    @Test func `a missing permission is told where a stream is demanded`() async throws {
        let voice = try await AmazonVoice()
        try await voice.server.fail(
            """
            {"operation": "StartSpeechSynthesisStream", "action": "error", "status": 403,
             "code": "AccessDeniedException", "count": -1}
            """)
        let outcome = try await voice.run(
            """
            speak --engine generative One. | wc -c
            speak --engine generative --synthesis stream One. | wc -c
            """)
        #expect(outcome.text == "1600\n0\n")
        #expect(
            outcome.stderr.contains("the permission polly:StartSpeechSynthesisStream is missing"))
    }

    @Test func `vc-chat speaks by a stream, which is open before the answer`() async throws {
        let voice = try await AmazonVoice()
        let outcome = try await voice.run(
            """
            head -c 32000 /dev/zero > in.raw
            vc-chat --stt 'exec:head -c 16000 >/dev/null; echo hello; cat >/dev/null' \
                --llm 'exec:sed -u "s/^/you said /"' --tts aws --engine generative \
                --input in.raw --output out.raw
            wc -c < out.raw
            """)
        #expect(outcome.text == "you: hello\nai: you said hello\n4800\n")
        #expect(outcome.stderr == "")
        #expect(try operations(voice).last == "StartSpeechSynthesisStream")
        #expect(try await voice.isContent())
    }
}
