// SPDX-License-Identifier: MIT-0

/// What is asked of a device: signed 16-bit samples, interleaved.
package struct StreamFormat: Sendable, Equatable, CustomStringConvertible {
    /// Frames a second (Hz).
    package let rate: Int
    /// Samples in a frame.
    package let channels: Int

    package init(rate: Int, channels: Int) {
        self.rate = rate
        self.channels = channels
    }

    /// Frames in the 20 ms in which a device hands audio over; at least one.
    package var period: Int { max(1, rate / 50) }

    package var description: String {
        "\(rate) Hz, \(channels) \(channels == 1 ? "channel" : "channels")"
    }

    /// How many whole frames fit into `duration`.
    package func frames(in duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * rate + Int(attoseconds / 1_000_000_000) * rate / 1_000_000_000
    }

    /// How long `frames` frames sound.
    package func duration(frames: Int) -> Duration {
        .nanoseconds(Int64(frames) * 1_000_000_000 / Int64(rate))
    }
}
