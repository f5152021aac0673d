// SPDX-License-Identifier: MIT-0

import Filter
import Sound

/// The microphone. While a loudspeaker of the same pipeline sounds, and `tail` more, it hears silence.
final class MicrophoneSource: Source {
    private let device: CaptureDevice
    /// nil: `--full-duplex`.
    private let lock: PipelineLock?
    /// Whether the lock was held when it was last looked at.
    private var wasHeld = false
    /// Until when it hears silence: CLOCK_MONOTONIC.
    private var mutedUntil: Duration = .zero

    /// How long the room and the devices still carry what was played.
    static let tail = Duration.milliseconds(300)

    init(device: CaptureDevice, lock: PipelineLock?) {
        self.device = device
        self.lock = lock
    }

    let isLive = true

    func next() throws -> [Int16]? {
        let samples = try device.read()
        // A lock that is free by now was let go of since the last look, which on a busy machine may
        // have been longer ago than the tail lasts.
        let isHeld = lock?.isHeld == true
        if isHeld || wasHeld { mutedUntil = .seconds(monotonicSeconds()) + Self.tail }
        wasHeld = isHeld
        guard device.capturedAt < mutedUntil else { return samples }
        return Array(repeating: 0, count: samples.count)
    }

    var warnings: [String] {
        device.overruns == 0 ? [] : ["audio was lost: the device ran over \(device.overruns) times"]
    }
}
