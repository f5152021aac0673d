// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Waveform

@Suite(.timeLimit(.minutes(5)))
struct RecordTests {
    @Test(arguments: [("333ms", 5328), ("2s", 32_000), ("0.0001", 1)])
    func `a duration is exact to the frame`(duration: String, frames: Int) async throws {
        let sound = noise(seconds: 3)
        let outcome = try await Bench.files(microphone: sound).run(
            "vc-record --duration \(duration)")
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        #expect(difference(outcome.samples, sound.prefix(frames)) == nil)
    }

    @Test func `channels and rate are recorded as asked`() async throws {
        let sound = noise(seconds: 1)
        let outcome = try await Bench.files(microphone: sound)
            .run("vc-record --rate 8000 --channels 2 --duration 500ms")
        #expect(difference(outcome.samples, sound.prefix(8000)) == nil)
    }

    @Test func `a WAV in a file knows its size, one in a pipe says that it does not`() async throws
    {
        let sound = noise(seconds: 1)
        let bench = try Bench.files(microphone: sound)
        let record = "vc-record --format wav --duration 1s"
        let outcome = try await bench.run("\(record) > file.wav; cat file.wav; \(record) | cat")
        let format = AudioFormat(sampleRate: 16_000)
        let known = WAVHeader(format: format, dataBytes: 32_000).bytes
        let open = WAVHeader(format: format).bytes
        let both = Data(known) + bytes(sound) + Data(open) + bytes(sound)
        #expect(difference(outcome.stdout, both) == nil)
    }

    @Test func `sizes are filled in where the recording begins, not at the file's start`()
        async throws
    {
        let bench = try Bench.files(microphone: noise(seconds: 1))
        let record = "vc-record --format wav --duration 1s"
        let outcome = try await bench.run("{ printf notes; \(record); } > file; cat file")
        let known = WAVHeader(format: .pipeline, dataBytes: 32_000).bytes
        #expect(difference(outcome.stdout.prefix(49), "notes".utf8 + known) == nil)
        let appended = try await bench.run("printf notes > more; \(record) >> more; cat more")
        let open = WAVHeader(format: .pipeline).bytes
        #expect(difference(appended.stdout.prefix(49), "notes".utf8 + open) == nil)
    }

    @Test func `a reader that leaves ends it at once`() async throws {
        let bench = try Bench.files()
        // More than a pipe holds, and less than the ring: this microphone, unlike a real one, gives
        // all of it at once.
        let outcome = try await bench.run(
            "{ vc-record --duration 20s; echo $? >&2; } | head -c 100")
        #expect(outcome.stdout.count == 100)
        #expect(outcome.stderr == "141\n")
    }

    @Test func `a reader that stops loses the oldest, and is told`() async throws {
        let sound = noise(seconds: 60)
        let outcome = try await Bench.files(microphone: sound).run(
            "vc-record --duration 60s 2>messages | { until grep -q dropped messages; do sleep 0.02; done; cat; }; cat messages >&2"
        )
        let heard = outcome.samples
        #expect(heard.count < sound.count)
        #expect(heard.count >= 30 * 16_000)
        #expect(difference(heard.suffix(29 * 16_000), sound.suffix(29 * 16_000)) == nil)
        let lines = outcome.stderr.split(separator: "\n").filter { $0.hasPrefix("vc-record") }
        let lost = (sound.count - heard.count) / 16
        #expect(
            lines == [
                "vc-record: warning: the reader is too slow: the oldest audio is being dropped",
                "vc-record: warning: the reader was too slow: \(lost) ms of audio were lost",
            ])
    }

    @Test func `an unknown device is unavailable, and the known ones are named`() async throws {
        let outcome = try await Bench.files().run(
            "vc-record --device attic | cat; vc-record --device attic >/dev/null")
        #expect(outcome.status == 69)
        let message = """
            vc-record: cannot open device 'attic': No such file or directory
            vc-record: hint: devices for capture: null kitchen

            """
        #expect(outcome.stderr == message + message)
    }

    @Test func `devices are listed`() async throws {
        let outcome = try await Bench.files().run("vc-record --list-devices")
        #expect(outcome.text == "null\tNothing\nkitchen\tThe kitchen\n")
    }

    @Test func `no audio goes to a terminal`() async throws {
        let outcome = try await Bench.files().run("script -qec vc-record /dev/null")
        #expect(outcome.status == 64)
        #expect(outcome.text.contains("hint: append `| vc-play`"))
    }

    @Test(arguments: [
        "--rate 0", "--channels 0", "--until-silence 0", "--duration x", "--format mp3",
    ])
    func `what makes no sense is a usage error`(option: String) async throws {
        let outcome = try await Bench.files().run("vc-record \(option)")
        #expect(outcome.status == 64)
        #expect(outcome.stdout.isEmpty)
        #expect(outcome.stderr.hasPrefix("vc-record: "))
    }
}
