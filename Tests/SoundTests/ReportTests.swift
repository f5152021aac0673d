// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// What the tools say besides audio: `--events`, and `--meter` on a terminal.
@Suite(.timeLimit(.minutes(5)))
struct ReportTests {
    @Test func `a recording tells when it starts and ends`() async throws {
        let bench = try Bench.files(microphone: noise(seconds: 1))
        let outcome = try await bench.run("vc-record --duration 1s --events events > out.raw")
        #expect(outcome.stderr == "")
        let events = try bench.events("events")
        #expect(events.map(\.type) == ["started", "ended"])
        #expect(events[0].t > 0)
        #expect(events[0].t <= events[1].t)
    }

    @Test func `a recording tells who speaks when, in frames of what was captured`() async throws {
        let bench = try Bench.files()
        let outcome = try await bench.run(
            RecordedInputTests.speak + """
                speak 2 3 > in.raw
                vc-record --input in.raw --wait-for-speech --until-silence 500ms \
                    --events fd:3 3> events > out.raw
                """)
        #expect(outcome.status == 0)
        let events = try bench.events("events")
        #expect(events.map(\.type) == ["started", "speech_started", "speech_ended", "ended"])
        let times = events.map(\.t)
        #expect(times == times.sorted())
        // What is written begins where speech does.
        let (whole, written) = (bench.recording("in.raw"), bench.recording("out.raw"))
        let start = try #require(events[1].frame)
        #expect(start > 0)
        #expect(difference(whole.dropFirst(start).prefix(written.count), written) == nil)
        let end = try #require(events[2].frame)
        #expect((start + 8_000...start + written.count).contains(end))
    }

    @Test func `nobody spoke, so nobody is reported`() async throws {
        let bench = try Bench.files()
        let silence = bytes([Int16](repeating: 0, count: 4_000))
        let outcome = try await bench.run(
            "vc-record --input - --wait-for-speech --events events", stdin: silence)
        #expect(outcome.status == 1)
        #expect(try bench.events("events").map(\.type) == ["started", "ended"])
    }

    @Test func `playing tells when it sounds`() async throws {
        let bench = try Bench.files()
        // One block of 20 ms: a longer sound may be starved on a busy machine, which is silence.
        let outcome = try await bench.run(
            "vc-play --events fd:3 3> events", stdin: bytes(noise(seconds: 0.02)))
        #expect(outcome.stderr == "")
        #expect(try bench.events("events").map(\.type) == ["playing", "silent"])
    }

    @Test(arguments: ["vc-record --duration 1s", "vc-play /dev/null"])
    func `events need a place that is there`(command: String) async throws {
        let outcome = try await Bench.files().run(
            "\(command) --events fd:9; echo $?; \(command) --events /nonexistent/x; echo $?")
        #expect(outcome.text == "64\n73\n")
        #expect(outcome.stderr.contains("'fd:9' is not an open descriptor"))
    }

    /// Runs a command on a terminal, and shows what it showed there.
    private func onTerminal(_ command: String) -> String {
        "python3 -c 'import pty, sys; pty.spawn([\"sh\", \"-c\", sys.argv[1]])' '\(command)'"
    }

    @Test func `the meter shows how loud it is, on a terminal`() async throws {
        let bench = try Bench.files(microphone: noise(seconds: 1))
        let outcome = try await bench.run(
            onTerminal("vc-record --duration 1s --meter > out.raw"))
        let frames = outcome.text.split(separator: "\r").filter { $0.hasPrefix("[") }
        #expect(frames.count == 10)
        #expect(frames.allSatisfy { $0.hasPrefix("[####") && $0.contains(" ]") })
        #expect(outcome.text.hasSuffix(" \r"))  // it gives the line back
        #expect(bench.recording("out.raw").count == 16_000)
    }

    @Test func `the meter shows nothing elsewhere, or where quiet is wanted`() async throws {
        let bench = try Bench.files(microphone: noise(seconds: 1))
        let script =
            "vc-record --duration 1s --meter > out.raw\n"
            + onTerminal("vc-record --duration 1s --meter --quiet > out.raw")
        let outcome = try await bench.run(script)
        #expect(outcome.stderr == "")
        #expect(outcome.text == "")
        #expect(bench.recording("out.raw").count == 16_000)
    }
}
