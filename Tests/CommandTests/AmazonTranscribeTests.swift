// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct AmazonTranscribeTests {
    @Test func `a recording gives its turns, at the pace at which it was spoken`() async throws {
        let stand = try await TranscribeStand()
        let outcome = try await stand.run("hear two.raw; echo $?; hear -q - < one.raw")
        #expect(
            outcome.text
                == "Good morning.\nWhat is the weather like today?\n0\nThank you, that is all.\n")
        #expect(outcome.stderr == "")
        let frames = try stand.service.log("frame-in").filter { $0["id"] as? Int == 1 }
        let audio = frames.filter { $0["event"] as? String == "AudioEvent" }
        #expect(audio.dropLast().allSatisfy { $0["payload"] as? Int == 3200 })
        #expect(frames.last?["event"] as? String == "end")
        let times = frames.compactMap { $0["t"] as? Double }
        #expect((times.last ?? 0) - (times.first ?? 0) > 2.5)
        #expect(
            try stand.options() == [
                "language-code": "en-US", "media-encoding": "pcm", "sample-rate": "16000",
                "enable-partial-results-stabilization": "true",
                "partial-results-stability": "high",
            ])
        try await stand.expectApproval()
    }

    @Test func `a line is written when its turn is over, not at the end`() async throws {
        let stand = try await TranscribeStand()
        let outcome = try await stand.run(
            """
            mkfifo in out
            hear < in > out &
            exec 3> in 4< out
            cat one.raw >&3; read -r a <&4
            cat one.raw >&3; read -r b <&4
            exec 3>&-; wait $!; echo "$a|$b|$?"
            """)
        #expect(outcome.text == "Good morning.|What is the weather like today?|0\n")
        try await stand.expectApproval()
    }

    @Test func `events tell of words, when, how sure, and by whom`() async throws {
        let stand = try await TranscribeStand(
            """
            {"mode": "times", "utterances": [
              {"words": [{"text": "Hello", "start": 0.2, "end": 0.5},
                         {"text": "Ann.", "start": 0.5, "end": 0.9}],
               "speaker": 0, "confidence": 0.9, "entities": [
                 {"Content": "Ann", "Category": "PII", "Type": "NAME", "StartTime": 0.5,
                  "EndTime": 0.9, "Confidence": 0.7}]},
              {"words": [{"text": "Hi.", "start": 2.1, "end": 2.4}], "speaker": 1}]}
            """)
        let outcome = try await stand.run(
            """
            hear --silence 3s --speaker-labels --identify-pii --json --stability low two.raw
            """)
        #expect(outcome.status == 0, "\(outcome.stderr)")
        #expect(!(try outcome.events("partial")).isEmpty)
        let finals = try outcome.events("final")
        #expect(finals.compactMap { $0["text"] as? String } == ["Hello Ann.", "Hi."])
        #expect(finals.compactMap { $0["speaker"] as? String } == ["spk_0", "spk_1"])
        #expect(finals.first?["confidence"] as? Double == 0.9)
        let entity = (finals.first?["entities"] as? [[String: Any]])?.first
        #expect(entity?["type"] as? String == "NAME")
        let turn = try #require(try outcome.events("turn").first)
        #expect(turn["text"] as? String == "Hello Ann. Hi.")
        #expect(turn["start"] as? Double == 0.2)
        #expect(turn["end"] as? Double == 2.4)
        #expect(turn["speaker"] == nil)
        let items = try #require(turn["items"] as? [[String: Any]])
        #expect(items.compactMap { $0["text"] as? String } == ["Hello", "Ann", ".", "Hi", "."])
        #expect(
            items.compactMap { $0["kind"] as? String } == [
                "word", "word", "punctuation", "word", "punctuation",
            ])
        #expect(items[3]["start"] as? Double == 2.1)
        let lines = try await stand.run("hear --silence 3s --speaker-labels two.raw")
        #expect(lines.text == "spk_0: Hello Ann.\nspk_1: Hi.\n")
        try await stand.expectApproval()
    }

    @Test func `channels are lines of their own`() async throws {
        let stand = try await TranscribeStand(
            """
            {"utterances": [{"text": "Left here.", "channel": 0}, {"text": "And right.", "channel": 1}]}
            """)
        let outcome = try await stand.run(
            """
            sox -r 16000 -b 16 -c 1 -e signed one.raw left.wav pad 0 1.5
            sox -r 16000 -b 16 -c 1 -e signed one.raw right.wav pad 1.5
            sox -M left.wav right.wav -r 44100 both.wav; sox -M left.wav right.wav both.raw
            hear --channel-identification both.wav &
            hear --channel-identification --channels 2 --silence 3s both.raw > raw.txt
            wait; cat raw.txt
            hear --channel-identification left.wav; echo $?
            hear --channel-identification one.raw; echo $?
            """)
        #expect(
            outcome.text == """
                ch_0: Left here.
                ch_1: And right.
                ch_0: Left here.
                ch_1: And right.
                65
                65

                """)
        #expect(
            outcome.stderr.hasPrefix(
                "vc-transcribe: 'left.wav': --channel-identification needs 2 channels"))
        #expect(try stand.options()["number-of-channels"] == "2")
        try await stand.expectApproval()
    }

    @Test func `languages are told apart`() async throws {
        let stand = try await TranscribeStand(
            #"{"utterances": [{"text": "Bonjour.", "language": "fr-FR"}]}"#)
        let outcome = try await stand.run(
            """
            hear --json --language en,fr one.raw &
            hear --language auto --single-language --preferred-language fr one.raw > auto.txt
            wait; cat auto.txt >&2
            """, environment: ["LC_ALL": "ja_JP.UTF-8"])
        #expect(outcome.stderr == "Bonjour.\n")
        #expect(try outcome.events("turn").first?["language"] as? String == "fr-FR")
        let asked = try stand.service.log("verdict").compactMap {
            $0["options"] as? [String: String]
        }
        #expect(
            Set(asked.compactMap { $0["language-options"] })
                == ["en-US,fr-FR", "ja-JP,en-US,es-US,fr-FR,de-DE"])
        #expect(asked.compactMap { $0["preferred-language"] } == ["fr-FR"])
        try await stand.expectApproval()
    }

    @Test func `options that can't be are refused before anything is sent`() async throws {
        let stand = try await TranscribeStand()
        let outcome = try await stand.run(
            """
            refused() { "$@" one.raw > /dev/null; echo "$?"; }
            for language in tlh de-AT en,tlh en-US,en-GB x auto,en; do
                refused hear --language $language
            done
            refused hear --identify-pii --redact-pii
            refused hear --pii-types NAME
            refused hear --language-model-name m --language auto
            refused hear --speaker-labels --channel-identification
            refused vc-transcribe --provider exec:cat --speaker-labels
            refused vc-transcribe --provider offline --vocabulary v
            refused vc-transcribe --provider offline --language en,de
            """)
        #expect(outcome.text == String(repeating: "64\n", count: 13))
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("vc-transcribe: ") })
        #expect(lines.contains("vc-transcribe: --speaker-labels: needs --provider aws"))
        #expect(try await stand.service.status().requests == 0)
    }

    @Test func `vc-chat hears with Transcribe too`() async throws {
        let stand = try await TranscribeStand()
        let outcome = try await stand.run(
            """
            sox -r 16000 -b 16 -c 1 -e signed one.raw one.wav
            vc-chat --stt aws --llm 'exec:sed -u "s/^/you said /"' --input one.wav \
                --tts 'exec:while read -r line; do head -c 3200 /dev/zero; done' --output a.wav
            """)
        #expect(outcome.text == "you: Good morning.\nai: you said Good morning.\n")
        try await stand.expectApproval()
    }
}
