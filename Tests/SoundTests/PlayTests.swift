// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PlayTests {
    @Test(arguments: [1, 319, 16_000, 12_345])
    func `what is played arrives to the frame`(frames: Int) async throws {
        let sound = Array(noise(seconds: 2).prefix(frames))
        let bench = try Bench.files()
        let outcome = try await bench.run("vc-play", stdin: bytes(sound))
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        let padding = [Int16](repeating: 0, count: max(0, bench.played.count - frames))
        #expect(difference(bench.played, sound + padding) == nil)
    }

    @Test func `a WAV plays with its own rate and channels`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run(
            """
            sox -n -D -r 44100 -c 2 -b 16 tone.wav synth 0.5 sine 440 sine 550
            vc-play tone.wav && sox tone.wav -t raw -
            """)
        #expect(outcome.status == 0)
        #expect(difference(bench.played.prefix(44_100), outcome.samples) == nil)
    }

    @Test func `a tap of one byte at a time sounds the same`() async throws {
        let sound = Array(noise(seconds: 0.1))
        let bench = try Bench.files()
        _ = try await bench.run("dd bs=1 status=none | vc-play", stdin: bytes(sound))
        #expect(difference(bench.played.prefix(sound.count), sound) == nil)
    }

    @Test(arguments: [("50%", 0.5), ("-6.0206dB", 0.5), ("0", 0), ("100", 1)])
    func `the volume is a percentage or decibels`(volume: String, gain: Double) async throws {
        let sound = noise(seconds: 0.2)
        let bench = try Bench.files()
        _ = try await bench.run("vc-play --volume=\(volume)", stdin: bytes(sound))
        let expected = sound.map { Int16((Double($0) * gain).rounded()) }
        let far = zip(bench.played, expected).count { abs(Int($0) - Int($1)) > 1 }
        #expect(bench.played.count >= sound.count)
        #expect(far == 0)
    }

    @Test func `it goes on after an input that fails`() async throws {
        let sound = noise(seconds: 0.2)
        let bench = try Bench.files()
        let outcome = try await bench.run("vc-play missing.wav /dev/null -", stdin: bytes(sound))
        #expect(outcome.status == 66)
        #expect(outcome.stderr == "vc-play: cannot open 'missing.wav': No such file or directory\n")
        #expect(difference(bench.played.prefix(sound.count), sound) == nil)
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
        #expect(outcome.stderr.contains("warning: standard input: the input is not whole samples"))
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
        // A block each, so that the player is not starved, which is silence, in between.
        let (first, second) = (noise(seconds: 0.02), noise(seconds: 0.02, seed: 2))
        let bench = try Bench.files()
        try bench.home.write(bytes(first), to: "first")
        try bench.home.write(bytes(second), to: "second")
        let outcome = try await bench.run(
            """
            mkfifo voice
            vc-play --events events < voice &
            player=$!
            exec 3> voice
            cat first >&3
            until [ -e loudspeaker.raw ] || ! kill -0 $player; do sleep 0.02; done
            while ls -l /proc/$player/fd 2> /dev/null | grep -q loudspeaker.raw; do sleep 0.02; done
            cat second >&3
            exec 3>&-
            wait $player
            """)
        #expect(outcome.stderr == "")
        #expect(outcome.status == 0)
        // The `file` PCM begins its file when it is opened: it was opened twice.
        #expect(difference(bench.played.prefix(second.count), second) == nil)
        let events = try bench.events("events")
        #expect(events.map(\.type) == ["playing", "silent", "playing", "silent"])
        let times = events.map(\.t)
        #expect(times == times.sorted())
    }
}
