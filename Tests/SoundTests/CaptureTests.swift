// SPDX-License-Identifier: MIT-0

import Channels
import TestSupport
import Testing

@testable import vc_record

/// The ring between a microphone and a slow reader.
@Suite(.timeLimit(.minutes(5)))
struct CaptureTests {
    /// A microphone that gives 20 ms of each number, as fast as they are taken, then does `atEnd`.
    private final class Numbers: Source {
        let isLive = true
        let warnings = ["one"]
        private var rest: ArraySlice<Int16>
        private let atEnd: () -> Void

        init(_ count: Int16, atEnd: @escaping () -> Void = {}) {
            rest = Array(0..<count)[...]
            self.atEnd = atEnd
        }

        func next() -> [Int16]? {
            if rest.count == 1 { atEnd() }
            return rest.popFirst().map { [Int16](repeating: $0, count: 320) }
        }
    }

    private func taken(from capture: Capture) throws -> [Int16] {
        var heads: [Int16] = []
        while let samples = try capture.next() { heads.append(samples[0]) }
        return heads
    }

    @Test func `a full ring drops the oldest, and counts them`() async throws {
        let (full, ended) = (Channel<Void>(capacity: 9), Channel<Void>(capacity: 1))
        let capture = Capture(samplesPerSecond: 16_000, limit: nil) {
            full.trySend(())
        } open: {
            Numbers(1510) { ended.finish() }
        }
        _ = try await ended.receive()
        // The last is put in while the others are taken, or before: nine or ten had to go.
        let heads = try await onThread { Result { try taken(from: capture) } }.get()
        let first = try #require(heads.first)
        #expect((9...10).contains(first))
        #expect(difference(heads, Array(first..<1510)) == nil)
        #expect(full.tryReceive() != nil)
        #expect(full.tryReceive() == nil)
        let lost = "the reader was too slow: \(Int(first) * 20) ms of audio were lost"
        #expect(capture.warnings == ["one", lost])
    }

    @Test func `a recording that is ended is not a reader that is slow`() async throws {
        let (given, asked) = (Channel<Capture>(capacity: 1), Channel<Void>(capacity: 1))
        let capture = Capture(samplesPerSecond: 16_000, limit: nil) {
            Issue.record("nothing was to be dropped")
        } open: {
            // The end comes while the last 20 ms are on their way.
            Numbers(5) {
                (try? given.receiveBlocking())?.stop()
                asked.finish()
            }
        }
        try await given.send(capture)
        _ = try await asked.receive()
        #expect(try await onThread { Result { try taken(from: capture) } }.get() == [0, 1, 2, 3])
        #expect(capture.warnings == ["one"])
    }
}
