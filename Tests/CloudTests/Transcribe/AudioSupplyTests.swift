// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import TestSupport
import Testing
import Waveform

@testable import Cloud

@Suite(.timeLimit(.minutes(5)))
struct AudioSupplyTests {
    /// What the supply makes of chunks of these lengths (in samples).
    private func pieces(_ lengths: [Int], channels: Int) async throws -> [AudioPiece] {
        let supply = AudioSupply(channels: channels)
        let news = Channel<TurnLedger.Event>(capacity: 64)
        return try await withChannel(of: TranscriberInput.self) { input in
            var next = 0
            for length in lengths {
                let samples = (next..<next + length).map { Int16(truncatingIfNeeded: $0) }
                next += length
                try await input.send(.audio(samples))
            }
        } consume: { input in
            async let taken: Void = supply.take(input, telling: news)
            var pieces: [AudioPiece] = []
            while let piece = try await supply.next() {
                pieces.append(piece)
                supply.advance()
            }
            try await taken
            return pieces
        }
    }

    @Test(arguments: [1, 2])
    func `pieces are exactly 100 ms, whatever comes; the rest goes at the end`(
        channels: Int
    ) async throws {
        var random = Seeded(UInt64(channels))
        let lengths = (0..<60).map { _ in Int.random(in: 1...1600, using: &random) * channels }
        let total = lengths.reduce(0, +)
        let pieces = try await pieces(lengths, channels: channels)
        #expect(pieces.dropLast().allSatisfy { $0.frames == 1600 })
        #expect(pieces.map(\.position) == pieces.indices.map { $0 * 1600 })
        #expect(
            pieces.flatMap(\.samples) == (0..<total).map { Int16(truncatingIfNeeded: $0) })
    }

    @Test func `half a frame is not sent`() async throws {
        let pieces = try await pieces([3201, 2], channels: 2)
        #expect(pieces.map(\.samples.count) == [3200, 2])
    }

    @Test func `no audio is no piece`() async throws {
        #expect(try await pieces([], channels: 1) == [])
    }

    @Test func `what the endpointer decides is told in seconds`() async throws {
        let supply = AudioSupply(channels: 1)
        let news = Channel<TurnLedger.Event>(capacity: 8)
        let input = Channel<TranscriberInput>(capacity: 8)
        for element: TranscriberInput in [
            .speechStarted(at: 1600), .speechPaused(at: 8000), .speechResumed,
            .turnEnded(at: 24_000),
        ] {
            try await input.send(element)
        }
        input.finish()
        try await supply.take(input, telling: news)
        news.finish()
        var told: [TurnLedger.Event] = []
        for try await event in news { told.append(event) }
        #expect(told == [.speechStarted(at: .milliseconds(100)), .turnEnded(at: .seconds(1.5))])
    }
}
