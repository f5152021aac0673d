// SPDX-License-Identifier: MIT-0

/// The one format in which the tools and the stages speak to each other: raw signed 16-bit
/// little-endian PCM, mono, 16 000 Hz. In memory it is an array of `Int16`, one sample a frame.
package enum PipelineAudio {
    /// Frames a second (Hz).
    package static let sampleRate = 16_000
    /// Frames in a 10 ms voice-activity frame.
    package static let activityFrame = 160
    /// Frames in a 20 ms device period, the size in which a microphone hands audio over.
    package static let period = 320

    /// How long `frames` frames sound.
    package static func duration(frames: Int) -> Duration {
        .nanoseconds(Int64(frames) * 1_000_000_000 / Int64(sampleRate))
    }

    /// How many whole frames fit into `duration`.
    package static func frames(in duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * sampleRate
            + Int(attoseconds / 1_000_000_000) * sampleRate / 1_000_000_000
    }
}
