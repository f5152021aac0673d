// SPDX-License-Identifier: MIT-0

import CALSA
import Glibc

/// A microphone, read in blocks of 20 ms. Belongs to the thread that opened it: `read` blocks.
package final class CaptureDevice {
    package let format: StreamFormat
    /// How often the device ran full before it was read; the audio in between is lost.
    package private(set) var overruns = 0
    /// When the last frame that was read had been captured: CLOCK_MONOTONIC since its epoch.
    package private(set) var capturedAt: Duration = .zero
    private let pcm: PCM

    /// Opens the device called `name`. Throws `SoundError`.
    package init(_ name: String = "default", _ format: StreamFormat) throws(SoundError) {
        self.format = format
        // What waits in the device for a reader that is late.
        pcm = try PCM(name, .capture, format, buffer: .milliseconds(500))
    }

    /// The next `frames` frames (default 20 ms), interleaved: `frames * channels` samples. Waits for
    /// them. After an overrun it goes on with what comes next. Throws `SoundError` when the device is
    /// gone; a microphone has no end.
    package func read(frames: Int? = nil) throws -> [Int16] {
        // Zeros, since ALSA's `null` leaves them as they are.
        var samples = [Int16](repeating: 0, count: (frames ?? format.period) * format.channels)
        var done = 0
        while done < samples.count { done += try readSome(&samples, from: done) }
        var delay: snd_pcm_sframes_t = 0
        if snd_pcm_delay(pcm.handle, &delay) < 0 { delay = 0 }
        capturedAt = monotonicNow() - format.duration(frames: max(0, delay))
        return samples
    }

    /// - Returns: the samples read; none after a recovery.
    private func readSome(_ samples: inout [Int16], from start: Int) throws -> Int {
        let frames = (samples.count - start) / format.channels
        let count = samples.withUnsafeMutableBufferPointer {
            snd_pcm_readi(pcm.handle, $0.baseAddress.map { $0 + start }, UInt(frames))
        }
        if count >= 0 { return count * format.channels }
        if count == -Int(EPIPE) { overruns += 1 }
        try pcm.recover(from: Int32(count), action: "record from")
        return 0
    }
}
