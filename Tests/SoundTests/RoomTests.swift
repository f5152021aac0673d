// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// Both tools in real time, on a sound server: what is played is heard.
///
/// One at a time, and with a second of audio in the device: a busy machine may be late by less.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RoomTests {
    /// The monitor may miss some milliseconds when the sound server begins.
    private let leadIn = [Int16](repeating: 0, count: 1600)

    /// Which 20 ms were not heard.
    private func missing(_ found: [Int?]) -> [Int] {
        found.indices.filter { found[$0] == nil }
    }

    @Test func `five seconds are heard without a gap`() async throws {
        let sound = noise(seconds: 5)
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + sound), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            begin_hearing --full-duplex
            vc-play --latency 1s sound
            end_hearing
            """)
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")  // neither an underrun nor an overrun
        let found = find(sound, in: bench.heard)
        #expect(missing(found) == [])
        #expect(Set(found).count == 1)
    }

    @Test func `a device that stands still for a moment costs what it held`() async throws {
        let sound = noise(seconds: 4)
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + sound), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            begin_hearing --full-duplex
            vc-play --latency 200ms sound &
            player=$!
            heard_for $(($(stat -c %s heard) + 32000))
            suspend 1; sleep 2; suspend 0
            wait $player || exit
            end_hearing
            """)
        #expect(outcome.status == 0)
        #expect(outcome.stderr.contains("ran dry"))
        #expect(missing(find(sound, in: bench.heard)).count < 50)
    }

    @Test func `a device that stands still for ever is an error`() async throws {
        let bench = try Bench.room()
        try bench.home.write(bytes(noise(seconds: 5)), to: "sound")
        let outcome = try await bench.runInRoom("suspend 1; vc-play sound")
        #expect(outcome.status == 69)
        #expect(
            outcome.stderr == """
                vc-play: device 'default' stands still: it takes no audio
                vc-play: hint: see whether the sound server has suspended it

                """)
    }

    @Test func `Ctrl-C falls silent at once, and reads on to the end`() async throws {
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + noise(seconds: 20)), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            begin_hearing --full-duplex
            mkfifo voice
            { cat sound; echo read >&2; } > voice &
            env --default-signal=INT vc-play --latency 1s < voice &
            player=$!
            while kill -0 $player && [ "$(tr -d '\\0' < heard | wc -c)" -lt 8000 ]; do
                sleep 0.02
            done
            kill -INT $player
            stat -c %s heard
            wait $player
            echo $? >&2
            end_hearing
            """)
        #expect(outcome.stderr == "read\n130\n")
        // Noise was heard before. After it is room for a machine that is slow to answer; without
        // the signal there would be 19 s more.
        let interrupted = try #require(Int(outcome.text.dropLast())) / 2
        let last = bench.heard.lastIndex { $0 != 0 } ?? 0
        #expect(last < interrupted + 3 * 16_000)
    }

    @Test func `a pipeline does not hear itself`() async throws {
        let bench = try Bench.room()
        try bench.home.write(bytes(noise(seconds: 1)), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            begin_hearing
            vc-play --latency 1s sound
            end_hearing
            ls "$XDG_RUNTIME_DIR/vc" >&2
            """)
        #expect(bench.heard.count > 16_000)
        #expect(bench.heard.count { $0 != 0 } == 0)
        #expect(outcome.stderr == "")  // the lock's file is gone
    }

    @Test func `a recorder that was held up does not hear it afterwards`() async throws {
        let bench = try Bench.room()
        try bench.home.write(bytes(noise(seconds: 3)), to: "sound")
        // It goes on for half a second, so that it has seen the lock.
        let outcome = try await bench.runInRoom(
            """
            begin_hearing
            vc-play --latency 1s --events events sound &
            player=$!
            while kill -0 $player && ! grep -qs playing events; do sleep 0.02; done
            heard_for $(($(stat -c %s heard) + 16000))
            kill -STOP $ear
            wait $player
            kill -CONT $ear
            end_hearing
            """)
        #expect(outcome.status == 0)
        #expect(bench.heard.count { $0 != 0 } == 0)
    }

    @Test func `it hears what others play`() async throws {
        let sound = noise(seconds: 1)
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + sound), to: "sound")
        _ = try await bench.runInRoom(
            """
            begin_hearing
            setsid -w vc-play --latency 1s sound
            end_hearing
            """)
        #expect(missing(find(sound, in: bench.heard)) == [])
    }
}
