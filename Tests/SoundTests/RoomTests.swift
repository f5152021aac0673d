// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// Both tools in real time, on a sound server: what is played is heard.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct RoomTests {
    /// The monitor may miss some milliseconds when the sound server begins.
    private let leadIn = [Int16](repeating: 0, count: 1600)

    @Test func `five seconds are heard without a gap`() async throws {
        let sound = noise(seconds: 5)
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + sound), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            hear --full-duplex --duration 8s | { head -c 640 > /dev/null; vc-play sound & cat; wait; }
            """)
        #expect(outcome.stderr == "")  // neither an underrun nor an overrun
        let found = find(sound, in: outcome.samples)
        let offsets = Set(found.compactMap(\.self))
        #expect(offsets.count == 1)
        #expect(found.indices.filter { found[$0] == nil } == [])
    }

    @Test func `Ctrl-C falls silent at once, and reads on to the end`() async throws {
        let sound = noise(seconds: 3)
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + sound), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            hear --full-duplex --duration 4s | {
                head -c 640 > /dev/null
                { cat sound; echo read >&2; } | timeout --foreground --preserve-status -s INT 1 vc-play
                echo $? >&2
                cat
            }
            """)
        #expect(outcome.stderr == "read\n130\n")
        let found = find(sound, in: outcome.samples)
        let heard = found.count { $0 != nil }
        // A second, less what it takes to start; then nothing.
        #expect((10...55).contains(heard))
        #expect(found.suffix(90).allSatisfy { $0 == nil })
    }

    @Test func `a pipeline does not hear itself`() async throws {
        let bench = try Bench.room()
        try bench.home.write(bytes(noise(seconds: 1)), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            hear --duration 4s | { head -c 640 > /dev/null; vc-play sound & cat; wait; }
            ls "$XDG_RUNTIME_DIR/vc" >&2
            """)
        #expect(outcome.samples.count == 4 * 16_000 - 320)
        #expect(outcome.samples.allSatisfy { $0 == 0 })
        #expect(outcome.stderr == "")  // the lock's file is gone
    }

    @Test func `it hears what others play`() async throws {
        let sound = noise(seconds: 1)
        let bench = try Bench.room()
        try bench.home.write(bytes(leadIn + sound), to: "sound")
        let outcome = try await bench.runInRoom(
            """
            hear --duration 4s | { head -c 640 > /dev/null; setsid -w vc-play sound & cat; wait; }
            """)
        let found = find(sound, in: outcome.samples)
        #expect(found.indices.filter { found[$0] == nil } == [])
    }
}
