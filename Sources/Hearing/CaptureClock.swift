// SPDX-License-Identifier: MIT-0

import Waveform

/// Which frame of the microphone was captured when: the clocks of chunks jitter, a line through
/// them does not.
struct CaptureClock: Sendable, Equatable {
    /// A chunk that is off the line by more has lost audio before it: 50 ms.
    private static let jump = 0.05
    /// How much of a chunk's deviation the line takes on: it follows within 16 chunks.
    private static let share = 1.0 / 16

    /// Seconds at which frame 0 was captured, as far as known; nil before the first chunk.
    private var origin: Double?

    /// Takes note that the frame before `position` was captured at `moment`.
    mutating func note(position: Int, capturedAt moment: Duration) {
        let found = moment / .seconds(1) - Double(position) / Double(PipelineAudio.sampleRate)
        guard let origin, abs(found - origin) < Self.jump else {
            self.origin = found
            return
        }
        self.origin = origin + (found - origin) * Self.share
    }

    /// The frame that is captured at `moment`, also one to come; nil before the first chunk.
    func position(at moment: Duration) -> Int? {
        origin.map {
            Int(((moment / .seconds(1) - $0) * Double(PipelineAudio.sampleRate)).rounded())
        }
    }
}
