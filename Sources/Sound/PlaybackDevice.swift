// SPDX-License-Identifier: MIT-0

import CALSA
import Glibc

/// A loudspeaker. Belongs to the thread that opened it: `write` and `drain` block, but for no more than
/// 5 s where the device stands still.
package final class PlaybackDevice {
    package let format: StreamFormat
    /// How often the device ran dry although there was something to write.
    package private(set) var underruns = 0
    /// Frames written since it was opened.
    package private(set) var writtenFrames = 0
    /// Those of them that were dropped.
    private var cutFrames = 0
    private let pcm: PCM
    /// Frames written since it was last made ready.
    private var heldFrames = 0
    /// The shortest delay since then or the last write, and when all will have been heard.
    private var shortestDelay = Int.max
    /// Whether any of it has been heard, as far as is known.
    private var hasMoved = false
    private var silentAt: Duration = .zero
    /// Since when `write` waits for room, and how often in a row there came none.
    private var waitsSince: Duration?
    private var stalls = 0

    /// A device that makes no room for so long won't make any: a period takes 20 ms.
    private static let patience: Duration = .seconds(1)
    /// How often a device that stands still is set going again before it is given up.
    private static let mostStalls = 5

    /// Opens the device called `name`, which holds about `latency` of audio and starts to sound when it
    /// has been filled once. Throws `SoundError`.
    package init(
        _ name: String = "default", _ format: StreamFormat, latency: Duration = .milliseconds(100)
    ) throws(SoundError) {
        self.format = format
        pcm = try PCM(name, .playback, format, buffer: latency)
    }

    /// How far away the last frame's sound is, in frames, the sound server's own delay included, of
    /// which 2 s are believed: a suspended one counts on. Wraps `snd_pcm_delay(3)`.
    private var delay: Int {
        var delay: snd_pcm_sframes_t = 0
        guard snd_pcm_delay(pcm.handle, &delay) >= 0 else { return 0 }  // it ran dry
        return min(max(0, delay), heldFrames + 2 * format.rate)
    }

    /// Frames written and not heard yet.
    package var pendingFrames: Int { min(delay, heldFrames) }

    /// Whether all that was written has been heard. A device that waits to be filled is not silent.
    ///
    /// By the clock, too: PulseAudio's time stands still when it has run dry, short of the end. Where it
    /// has not moved at all the device may be waking up.
    package var isSilent: Bool {
        guard heldFrames > 0 else { return true }
        guard pcm.state != SND_PCM_STATE_PREPARED else { return false }
        let delay = delay
        if delay < shortestDelay {
            let hasFallen = shortestDelay != .max
            hasMoved = hasMoved || hasFallen || min(delay, pcm.bufferFrames) < heldFrames
            shortestDelay = delay
            let rest = format.duration(frames: delay + format.period)
            silentAt = monotonicNow() + (hasMoved ? rest : rest + Self.patience * Self.mostStalls)
        }
        return delay == 0 || monotonicNow() >= silentAt
    }

    /// Frames heard since it was opened.
    package var playedFrames: Int {
        isSilent ? writtenFrames - cutFrames : writtenFrames - cutFrames - pendingFrames
    }

    /// Writes whole frames (interleaved), waiting while the device is full.
    /// - Parameter isLate: nothing was there to write until now, so that a device that ran dry meanwhile
    ///   did so for the writer's pause: not counted as an underrun.
    package func write(_ samples: [Int16], isLate: Bool = false) throws(SoundError) {
        var done = 0
        while done < samples.count {
            let frames = (samples.count - done) / format.channels
            let count = samples.withUnsafeBufferPointer {
                snd_pcm_writei(pcm.handle, $0.baseAddress.map { $0 + done }, UInt(frames))
            }
            if count > 0 {
                done += count * format.channels
                writtenFrames += count
                heldFrames += count
                noteRoom()
            } else if count == 0 || count == -Int(EAGAIN) {
                try awaitRoom()
            } else {
                if count == -Int(EPIPE), !isLate { underruns += 1 }
                try recover(from: Int32(count))
            }
        }
    }

    /// Something was written.
    private func noteRoom() {
        shortestDelay = .max
        // Not where it is filled anew after it stood still.
        if waitsSince != nil { stalls = 0 }
        waitsSince = nil
    }

    /// Waits until there is room for a period, not for ever: ALSA's PulseAudio plugin sleeps on where
    /// the server ran dry behind its back, or gives less room than the plugin waits for. A device that
    /// stands still is set going again; what it held is lost, and counts as an underrun.
    private func awaitRoom() throws(SoundError) {
        try start()
        let now = monotonicNow()
        if waitsSince != nil { usleep(1000) }  // there was room, but not for us
        let since = waitsSince ?? now
        waitsSince = since
        let limit = Int32(Self.patience / .milliseconds(1))
        guard snd_pcm_wait(pcm.handle, limit) == 0 || now - since >= Self.patience else { return }
        waitsSince = nil
        stalls += 1
        guard stalls < Self.mostStalls else { throw .standsStill(pcm.name) }
        underruns += 1
        try stop()
    }

    /// Begins to sound although the device has not been filled; does nothing if it sounds already.
    package func start() throws(SoundError) {
        guard pcm.state == SND_PCM_STATE_PREPARED, heldFrames > 0 else { return }
        let code = snd_pcm_start(pcm.handle)
        if code < 0 { try recover(from: code) }
    }

    /// Waits until what was written has been heard, to the last frame, and makes ready for more. To be
    /// called when it `isSilent`.
    package func drain() throws(SoundError) {
        // A device whose time stands still would not be drained either.
        guard delay == 0 else {
            guard hasMoved else { throw .standsStill(pcm.name) }
            return try stop()
        }
        try pcm.setBlocking(true)
        let code = snd_pcm_drain(pcm.handle)
        try pcm.setBlocking(false)
        // ESTRPIPE, EPIPE: it has stopped by itself.
        if code < 0, code != -EPIPE, code != -ESTRPIPE {
            throw .failed(pcm.name, action: "play on", code: code)
        }
        try prepare()
    }

    /// Falls silent at once and makes ready for more.
    /// - Returns: the frames that were written and not heard.
    package func drop() throws(SoundError) -> Int {
        let unheard = isSilent ? 0 : pendingFrames
        cutFrames += unheard
        try stop()
        return unheard
    }

    private func stop() throws(SoundError) {
        let code = snd_pcm_drop(pcm.handle)
        if code < 0 { throw .failed(pcm.name, action: "play on", code: code) }
        try prepare()
    }

    /// What the device held has been heard, or is lost.
    private func recover(from code: Int32) throws(SoundError) {
        try pcm.recover(from: code, action: "play on")
        guard pcm.state != SND_PCM_STATE_RUNNING else { return }
        heldFrames = 0
        shortestDelay = .max
        hasMoved = false
    }

    private func prepare() throws(SoundError) {
        heldFrames = 0
        shortestDelay = .max
        hasMoved = false
        let code = snd_pcm_prepare(pcm.handle)
        if code < 0 { throw .failed(pcm.name, action: "play on", code: code) }
    }
}
