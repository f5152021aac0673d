// SPDX-License-Identifier: MIT-0

import Waveform

/// Silence for a pipe that has given nothing for a while: so an open turn ends, and a service that
/// waits for audio goes on waiting. Times go on, as if a microphone had heard it.
///
/// Pure: it is told what time it is. Until the first audio has come nothing is missed.
struct Stall {
    /// How long a pipe may give nothing.
    static let limit: Duration = .seconds(2)
    /// How much silence is given at a time.
    static let piece: Duration = .milliseconds(100)

    private let channels: Int
    /// Up to when there was audio or silence; nil before the first.
    private var end: ContinuousClock.Instant?
    private var isStalled = false

    init(channels: Int) { self.channels = channels }

    /// Notes that audio has come.
    mutating func gave(now: ContinuousClock.Instant) {
        end = now
        isStalled = false
    }

    /// How long to wait for audio before silence is due; nil: without a limit.
    ///
    /// The time in which nobody asked, because a reader was slow, is no time of the pipe's.
    mutating func patience(now: ContinuousClock.Instant) -> Duration? {
        guard let end else { return nil }
        guard isStalled else { return Self.limit }
        return max(end + Self.piece - now, .zero)
    }

    /// The silence that is due, in frames of interleaved zeros.
    mutating func silence(now: ContinuousClock.Instant) -> [Int16] {
        let length = isStalled ? Self.piece : Self.limit
        // Never faster than real time, also after somebody was slow.
        end = isStalled ? max((end ?? now) + length, now - Self.piece) : now
        isStalled = true
        return [Int16](repeating: 0, count: PipelineAudio.frames(in: length) * channels)
    }
}
