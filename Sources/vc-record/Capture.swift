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
        state.withLock { $0.isStopped = true }
        ring.finish()
    }

    /// What the user is to be told at the end; complete once `next` has returned nil.
    var warnings: [String] { state.withLock { $0.warnings } }

    private func run(_ source: any Source, limit: Int, overflows: () -> Void) throws {
        var (captured, dropped) = (0, 0)
        while captured < limit, !state.withLock({ $0.isStopped }), let samples = try source.next() {
            captured += samples.count
            if !source.isLive {
                guard ring.sendBlocking(samples) else { return }
            } else if !ring.trySend(samples), let oldest = ring.tryReceive() {
                if dropped == 0 { overflows() }
                dropped += oldest.count
                ring.trySend(samples)  // there is room: nobody else sends
            }
            report(source, dropped: dropped)
        }
    }

    private func report(_ source: any Source, dropped: Int) {
        var warnings = source.warnings
        if dropped > 0 {
            let milliseconds = dropped * 1000 / samplesPerSecond
            warnings.append("the reader was too slow: \(milliseconds) ms of audio were lost")
        }
        state.withLock { $0.warnings = warnings }
    }
}
