// SPDX-License-Identifier: MIT-0

import Testing
import Waveform

@testable import Cloud

/// Time is virtual: a number that the tests move on.
struct PacingTests {
    private let piece: Duration = .milliseconds(100)

    /// Sends pieces that are all there, and returns when each went.
    private func send(
        _ count: Int, with pacing: inout Pacing, from first: Int = 0, now: inout Duration
    ) -> [Duration] {
        (first..<first + count).map { index in
            let end = piece * (index + 1)
            while case let wait = pacing.delay(until: end, length: piece, now: now), wait > .zero {
                now += wait
            }
            return now
        }
    }

    @Test func `a file goes out at its own pace, a little ahead`() {
        var (pacing, now) = (Pacing(), Duration.seconds(7))
        let times = send(600, with: &pacing, now: &now)
        for (index, time) in times.enumerated() {
            let ahead = piece * index - (time - .seconds(7))
            #expect(ahead <= Pacing.lead)
            #expect(index < 20 || ahead >= Pacing.lead - .milliseconds(1))
        }
    }

    @Test func `what comes in time never waits`() {
        var pacing = Pacing()
        for index in 0..<600 {
            // Late by up to 90 ms.
            let jitter = Duration.milliseconds(index * 37 % 90)
            let now = piece * (index + 1) + jitter
            #expect(pacing.delay(until: piece * (index + 1), length: piece, now: now) <= .zero)
        }
    }

    @Test func `what is late catches up, half as fast again`() {
        var (pacing, now) = (Pacing(), Duration.zero)
        _ = send(50, with: &pacing, now: &now)
        now += .seconds(6)
        let start = now
        let times = send(200, with: &pacing, from: 50, now: &now)
        // 6 s late: caught up after 12 s, in which 18 s went out; then real time again.
        let hasty = times[..<150].map { $0 - start }
        for (index, time) in hasty.enumerated() {
            let plain = max(.zero, piece * index / 1.5 - Pacing.burst)
            #expect(abs((time - plain) / .milliseconds(1)) < 1)
        }
        #expect(abs((times[199] - times[198] - piece) / .milliseconds(1)) < 1)
        #expect(times[199] - piece * 249 <= .zero)
    }

    @Test func `a replay is late, not early`() {
        var (pacing, now) = (Pacing(), Duration.zero)
        _ = send(100, with: &pacing, now: &now)
        let broken = now
        let again = send(100, with: &pacing, from: 50, now: &now)
        #expect(again[0] == broken)
        #expect(again[99] - broken < .seconds(8))
        #expect(again[99] >= piece * 149 - Pacing.lead)
    }
}

struct ReplayBufferTests {
    private func buffer(_ count: Int, sent: Int) -> ReplayBuffer {
        var buffer = ReplayBuffer()
        for index in 0..<count {
            buffer.append(piece(index))
            if index < sent { buffer.advance() }
        }
        return buffer
    }

    private func piece(_ index: Int) -> AudioPiece {
        AudioPiece(
            position: index * 1600, samples: [Int16](repeating: Int16(index), count: 1600),
            channels: 1)
    }

    @Test func `what isn't known to be heard is given out again`() {
        var buffer = buffer(10, sent: 8)
        #expect(buffer.next == piece(8))
        buffer.trim(before: 5 * 1600 + 1)
        #expect(buffer.rewind() == 5 * 1600)
        #expect(buffer.next == piece(5))
        buffer.advance()
        #expect(buffer.next == piece(6))
    }

    @Test func `what hasn't been sent stays`() {
        var buffer = buffer(4, sent: 2)
        buffer.trim(before: .max)
        #expect(buffer.next == piece(2))
        #expect(buffer.rewind() == 2 * 1600)
        #expect(buffer.next == piece(2))
    }

    @Test func `where all is heard, a new stream begins at what comes next`() {
        var buffer = buffer(4, sent: 4)
        buffer.trim(before: .max)
        #expect(buffer.next == nil)
        #expect(buffer.rewind() == 4 * 1600)
    }

    @Test func `a minute is kept`() {
        var buffer = buffer(1000, sent: 1000)
        #expect(buffer.rewind() == 400 * 1600)
        #expect(buffer.next == piece(400))
    }

    @Test func `a sample is two bytes, the lower one first`() {
        let piece = AudioPiece(position: 0, samples: [1, -2, 0x1234, -32768], channels: 2)
        #expect(piece.bytes == [1, 0, 0xFE, 0xFF, 0x34, 0x12, 0, 0x80])
        #expect(piece.frames == 2)
    }
}
