// SPDX-License-Identifier: MIT-0

import Channels
import Synchronization

/// A source on a thread of its own, and the ring in which 30 s of it wait for a slow reader.
///
/// What is live can't wait: when the ring is full the oldest 20 ms are dropped and counted.
final class Capture: Sendable {
    /// 20 ms each.
    private let ring = Channel<[Int16]>(capacity: 1500)
    private let state = Mutex(State())
    private let samplesPerSecond: Int

    private struct State {
        var warnings: [String] = []
        var droppedSamples = 0
        var isStopped = false
    }

    /// - Parameters:
    ///   - samplesPerSecond: of all channels.
    ///   - limit: samples after which it ends; nil: it goes on.
    ///   - overflows: called on the capture thread when audio is dropped for the first time.
    ///   - open: makes the source, on the capture thread.
    init(
        samplesPerSecond: Int, limit: Int?, overflows: @escaping @Sendable () -> Void,
        open: @escaping @Sendable () throws -> any Source
    ) {
        self.samplesPerSecond = samplesPerSecond
        _ = Thread { [self] in
            do {
                try run(try open(), limit: limit ?? .max, overflows: overflows)
                ring.finish()
            } catch {
                ring.finish(throwing: error)
            }
        }
    }

    /// The next 20 ms; nil at the end. Blocks; throws what the source threw.
    func next() throws -> [Int16]? { try ring.receiveBlocking() }

    /// Ends the recording with what has been captured.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            ring.finish()
        }
    }

    /// What the user is to be told about what `next` has returned so far.
    var warnings: [String] {
        let (warnings, dropped) = state.withLock { ($0.warnings, $0.droppedSamples) }
        guard dropped > 0 else { return warnings }
        let milliseconds = dropped * 1000 / samplesPerSecond
        return warnings + ["the reader was too slow: \(milliseconds) ms of audio were lost"]
    }

    private func run(_ source: any Source, limit: Int, overflows: () -> Void) throws {
        var captured = 0
        var hasOverflown = false
        // Also what the source finds out at its end.
        defer { note(source.warnings) }
        while captured < limit, !state.withLock({ $0.isStopped }), let samples = try source.next() {
            captured += samples.count
            note(source.warnings)
            if !source.isLive {
                guard ring.sendBlocking(samples) else { return }
            } else if drops(for: samples), !hasOverflown {
                hasOverflown = true
                overflows()
            }
        }
    }

    /// Puts live samples into the ring.
    /// - Returns: whether the oldest had to make room.
    private func drops(for samples: [Int16]) -> Bool {
        // Under the lock, so that a ring that has ended is not taken for one that is full.
        state.withLock { state in
            guard !state.isStopped, !ring.trySend(samples), let oldest = ring.tryReceive() else {
                return false
            }
            state.droppedSamples += oldest.count
            ring.trySend(samples)  // there is room: nobody else sends
            return true
        }
    }

    /// Told before the reader gets the samples: they may be the last that it wants.
    private func note(_ warnings: [String]) { state.withLock { $0.warnings = warnings } }
}
