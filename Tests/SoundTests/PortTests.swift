// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Foundation
import Reporting
import TestSupport
import Testing

@testable import Sound

/// The ends of a conversation, on ALSA's `null` device, which takes and gives as fast as it can.
@Suite(.timeLimit(.minutes(5)))
struct PortTests {
    @Test func `a loudspeaker counts what was heard`() async throws {
        let loudspeaker = Loudspeaker(device: "null")
        try await loudspeaker.play(noise(seconds: 1))
        try await loudspeaker.play([1, 2, 3])
        try await loudspeaker.drain()
        #expect(loudspeaker.playedFrames == 16_003)
        #expect(try await loudspeaker.cut() == 0)
        try await loudspeaker.play([4])
        try await loudspeaker.drain()
        #expect(loudspeaker.playedFrames == 16_004)
        try await loudspeaker.close()
        try await loudspeaker.play([5])
        #expect(loudspeaker.playedFrames == 16_004)
    }

    @Test func `the listener is told when it sounds`() async throws {
        let states = Channel<Bool>(capacity: 10)
        let loudspeaker = Loudspeaker(device: "null") { states.trySend($0) }
        for _ in 0..<2 {
            try await loudspeaker.play(noise(seconds: 0.5))
            #expect(try await states.receive() == true)
            try await loudspeaker.drain()
            #expect(try await states.receive() == false)
        }
    }

    @Test func `a cut drops what is queued and says how much`() async throws {
        let progress = PlayerProgress()
        let orders = Channel<PlayerOrder>(capacity: 4)
        let reply = Channel<Int>(capacity: 1)
        orders.trySend(.play([1, 2, 3], 0))
        orders.trySend(.cut(reply))
        orders.finish()
        progress.beginGeneration()
        let format = StreamFormat(rate: 16_000, channels: 1)
        var worker = PlayerWorker(orders: orders, progress: progress, sounding: { _ in }) { _ in
            try PlaybackDevice("null", format)
        }
        worker.run()
        #expect(try await reply.receive() == 3)
        #expect(progress.playedFrames == 0)
    }

    @Test func `a device that fails says so to whoever plays`() async throws {
        let loudspeaker = Loudspeaker(device: "attic")
        await #expect(throws: SoundError.self) {
            try await loudspeaker.play(noise(seconds: 1))
            try await loudspeaker.drain()
        }
        await #expect(throws: SoundError.self) { try await loudspeaker.cut() }
    }

    @Test func `a microphone gives 20 ms after 20 ms until it is cancelled`() async throws {
        let chunks = Channel<AudioChunk>(capacity: 2)
        let listening = Task { try await Microphone(device: "null").capture(into: chunks) }
        var last = Duration.zero
        for _ in 0..<100 {
            let chunk = try #require(try await chunks.receive())
            #expect(difference(chunk.samples, [Int16](repeating: 0, count: 320)) == nil)
            #expect(chunk.capturedAt >= last)
            last = chunk.capturedAt
        }
        listening.cancel()
        await #expect(throws: CancellationError.self) { try await listening.value }
    }

    @Test func `a microphone that does not exist is an error`() async throws {
        await #expect(throws: SoundError.self) {
            try await Microphone(device: "attic").capture(into: Channel(capacity: 2))
        }
    }

    @Test func `every error is one line and unavailable`() {
        let errors: [SoundError] = [
            .unknownDevice("x", .capture, code: -2, known: ["a", "b"]), .busy("x", code: -16),
            .noSoundCard(.playback, code: -2), .cannotOpen("x", code: -13),
            .refused("x", what: "8 Hz", code: -22), .failed("x", action: "play on", code: -19),
        ]
        for error in errors {
            #expect(error.status == .unavailable)
            #expect(!error.description.contains("\n"))
        }
        #expect(
            errors[1].description
                == "device 'x' is used by another program: Device or resource busy")
        #expect(errors[5].description == "cannot play on device 'x': No such device")
    }
}
