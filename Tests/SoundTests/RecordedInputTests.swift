// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Waveform

/// `vc-record --input`: a recording in the microphone's place.
@Suite(.timeLimit(.minutes(5)))
struct RecordedInputTests {
    /// 16 kHz: silence, an utterance, silence.
    static let speak = """
        speak() { espeak-ng --stdout "good morning, how are you today" \
            | sox -D -t wav - -r 16000 -c 1 -b 16 -e signed -t raw - pad "$1" "$2"; }

        """

    @Test func `it comes whole, and at its own pace`() async throws {
        let sound = noise(seconds: 0.507)
        let start = ContinuousClock.now
        let outcome = try await Bench.files().run("vc-record --input -", stdin: bytes(sound))
        #expect(difference(outcome.samples, sound) == nil)
        #expect(ContinuousClock.now - start >= .milliseconds(507))
        #expect(outcome.status == 0)
    }

    @Test func `a WAV is converted`() async throws {
        let outcome = try await Bench.files().run(
            "sox -n -r 48000 -c 2 tone.wav synth 0.3 sine 440; vc-record --input tone.wav")
        #expect(outcome.samples.count == 4800)
        #expect(Loudness(of: outcome.samples).peak > -6)
    }

    @Test func `the end of the utterance ends the recording`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run(
            Self.speak + "speak 0.5 10 > in.raw; vc-record --input in.raw --until-silence 500ms")
        let whole = bench.recording("in.raw")
        #expect(outcome.status == 0)
        #expect(difference(outcome.samples, whole.prefix(outcome.samples.count)) == nil)
        let spoken = whole.count - 10 * 16_000
        // Silence is found 500 ms after the last voice, which is near the end of what was spoken.
        #expect((spoken - 8_000...spoken + 16_000).contains(outcome.samples.count))
    }

    @Test func `nothing is written before speech, and its beginning is not cut off`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run(
            Self.speak + "speak 2 1 > in.raw; vc-record --input in.raw --wait-for-speech")
        let whole = bench.recording("in.raw")
        let start = whole.count - outcome.samples.count
        #expect(difference(outcome.samples, whole.suffix(outcome.samples.count)) == nil)
        let onset = whole.firstIndex { abs(Int($0)) > 500 } ?? 0
        #expect((onset - 8_000...onset).contains(start))
    }

    @Test(arguments: ["", "--format wav"])
    func `without speech there is nothing to say`(option: String) async throws {
        let silence = bytes([Int16](repeating: 0, count: 8_000))
        let outcome = try await Bench.files().run(
            "vc-record --input - --wait-for-speech \(option)", stdin: silence)
        #expect(outcome.status == 1)
        #expect(outcome.stdout.isEmpty)
    }

    @Test func `an empty input is nothing, a missing one no input, a broken one bad`() async throws
    {
        let outcome = try await Bench.files().run(
            """
            vc-record --input /dev/null; echo $?
            vc-record --input missing.wav; echo $?
            printf 'fLaC....' > music; vc-record --input music; echo $?
            """)
        #expect(outcome.text == "1\n66\n65\n")
    }

    @Test func `half a sample is dropped, with a warning`() async throws {
        // Two blocks of 20 ms and a byte: nothing but the warning is left for the end.
        let outcome = try await Bench.files().run(
            "vc-record --input -", stdin: bytes(noise(seconds: 0.04)) + [7])
        #expect(outcome.stdout.count == 1280)
        #expect(outcome.stderr.contains("warning: the input is not whole samples"))
    }

    @Test func `Ctrl-C ends a recording well`() async throws {
        let outcome = try await Bench.files().run(
            """
            head -c 640000 /dev/zero > in.raw
            env --default-signal=INT vc-record --input in.raw --format wav > out.wav &
            recorder=$!
            until [ -s out.wav ] || ! kill -0 $recorder; do sleep 0.02; done
            kill -INT $recorder; wait $recorder
            echo $?; soxi -s out.wav; stat -c %s out.wav
            """)
        let numbers = outcome.text.split(separator: "\n").compactMap { Int($0) }
        try #require(numbers.count == 3)
        #expect(numbers[0] == 0)
        #expect((1..<320_000).contains(numbers[1]))
        #expect(numbers[2] == 44 + 2 * numbers[1])
    }
}
