// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PlayTests {
    @Test(arguments: [1, 319, 16_000, 12_345])
    func `what is played arrives to the frame`(frames: Int) async throws {
        let sound = Array(noise(seconds: 2).prefix(frames))
        let bench = try Bench.files()
        let outcome = try await bench.run("vc-play", stdin: bytes(sound))
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        #expect(bench.played.prefix(frames) == sound[...])
        #expect(bench.played.dropFirst(frames).allSatisfy { $0 == 0 })
    }

    @Test func `a WAV plays with its own rate and channels`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run(
            """
            sox -n -D -r 44100 -c 2 -b 16 tone.wav synth 0.5 sine 440 sine 550
            vc-play tone.wav && sox tone.wav -t raw -
            """)
        #expect(outcome.status == 0)
        #expect(bench.played.prefix(44_100) == outcome.samples[...])
    }

    @Test func `a tap of one byte at a time sounds the same`() async throws {
        let sound = Array(noise(seconds: 0.1))
        let bench = try Bench.files()
        _ = try await bench.run("dd bs=1 status=none | vc-play", stdin: bytes(sound))
        #expect(bench.played.prefix(sound.count) == sound[...])
    }

    @Test(arguments: [("50%", 0.5), ("-6.0206dB", 0.5), ("0", 0), ("100", 1)])
    func `the volume is a percentage or decibels`(volume: String, gain: Double) async throws {
        let sound = noise(seconds: 0.2)
        let bench = try Bench.files()
        _ = try await bench.run("vc-play --volume=\(volume)", stdin: bytes(sound))
        let expected = sound.map { Int16((Double($0) * gain).rounded()) }
        let far = zip(bench.played, expected).filter { abs(Int($0) - Int($1)) > 1 }
        #expect(bench.played.count >= sound.count)
        #expect(far.isEmpty)
    }

    @Test func `it goes on after an input that fails`() async throws {
        let sound = noise(seconds: 0.2)
        let bench = try Bench.files()
        let outcome = try await bench.run("vc-play missing.wav /dev/null -", stdin: bytes(sound))
        #expect(outcome.status == 66)
        #expect(outcome.stderr == "vc-play: cannot open 'missing.wav': No such file or directory\n")
        #expect(bench.played.starts(with: sound))
    }

    @Test func `an empty input is nothing to say, and leaves the device alone`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run("vc-play < /dev/null; echo $?; ls loudspeaker.raw")
        #expect(outcome.text == "1\n")
    }

    @Test func `half a sample is dropped, with a warning`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run("vc-play", stdin: Data([1, 2, 3]))
        #expect(outcome.status == 0)
        #expect(bench.played.first == 0x201)
        #expect(outcome.stderr.contains("warning: the input is not whole samples"))
    }

    @Test func `an unknown device is unavailable, and no other input is tried`() async throws {
        let sound = bytes(noise(seconds: 5))
        let outcome = try await Bench.files().run("vc-play --device attic - -", stdin: sound)
        #expect(outcome.status == 69)
        #expect(
            outcome.stderr == """
                vc-play: cannot open device 'attic': No such file or directory
                vc-play: hint: devices for playback: null kitchen

                """)
    }

    @Test func `a writer that pauses gets the device back, anew`() async throws {
        let (first, second) = (noise(seconds: 0.2), noise(seconds: 0.2, seed: 2))
        let bench = try Bench.files()
        try bench.home.write(bytes(first), to: "first")
        try bench.home.write(bytes(second), to: "second")
        let outcome = try await bench.run("{ cat first; sleep 2.3; cat second; } | vc-play")
        #expect(outcome.stderr == "")
        // The `file` PCM begins its file when it is opened: it was opened twice.
        #expect(bench.played.starts(with: second))
    }
}
