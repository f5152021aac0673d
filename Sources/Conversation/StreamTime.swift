// SPDX-License-Identifier: MIT-0

import Synchronization
import Waveform

/// Joins the clock and the stream that is listened to: turn-taking counts in the stream's time.
final class StreamTime: Sendable {
    private struct State {
        /// When frame 0 was captured.
        var origin: Duration?
        var position = 0
    }

    private let clock: any TalkClock
    private let state = Mutex(State())

    init(_ clock: any TalkClock) { self.clock = clock }

    /// Notes that the frame before `position` was captured at `moment`.
    func note(position: Int, capturedAt moment: Duration) {
        state.withLock {
            $0.origin = moment - PipelineAudio.duration(frames: position)
            $0.position = position
        }
    }

    /// The stream's time now: zero before its first frame.
    func now() -> Duration {
        let time = clock.now()
        return state.withLock { $0.origin.map { time - $0 } ?? .zero }
    }

    /// The clock's time of a moment of the stream.
    func clockTime(of time: Duration) -> Duration {
        let origin = state.withLock { $0.origin }
        return (origin ?? clock.now()) + time
    }
}
