// SPDX-License-Identifier: MIT-0

import CALSA
import Glibc

/// Opens a PCM and negotiates its parameters.
struct PCMSetup {
    /// The name the user gave, for errors.
    let name: String
    let direction: Direction
    let format: StreamFormat
    let buffer: Duration

    /// - Returns: the open handle, which the caller owns, and the frames its buffer holds.
    func open(_ alsaName: String) throws(SoundError) -> (OpaquePointer, bufferFrames: Int) {
        var opened: OpaquePointer?
        // Non-blocking, or opening a busy card waits until it is free.
        let code = snd_pcm_open(&opened, alsaName, direction.stream, Int32(SND_PCM_NONBLOCK))
        guard code == 0, let handle = opened else { throw openError(code) }
        do throws(SoundError) {
            if direction == .capture { try check(snd_pcm_nonblock(handle, 0), "blocking reads") }
            let (period, bufferFrames) = try setHardware(handle)
            try setSoftware(handle, period: period, bufferFrames: bufferFrames)
            return (handle, Int(bufferFrames))
        } catch {
            snd_pcm_close(handle)
            throw error
        }
    }

    private func setHardware(
        _ handle: OpaquePointer
    ) throws(SoundError) -> (period: snd_pcm_uframes_t, buffer: snd_pcm_uframes_t) {
        var allocated: OpaquePointer?
        try check(snd_pcm_hw_params_malloc(&allocated), "its parameters")
        guard let params = allocated else { throw openError(-ENOMEM) }
        defer { snd_pcm_hw_params_free(params) }
        var period = snd_pcm_uframes_t(format.period)
        var frames = snd_pcm_uframes_t(max(format.frames(in: buffer), 2 * format.period))
        try check(snd_pcm_hw_params_any(handle, params), "any configuration")
        try check(
            snd_pcm_hw_params_set_access(handle, params, SND_PCM_ACCESS_RW_INTERLEAVED),
            "interleaved samples")
        try check(
            snd_pcm_hw_params_set_format(handle, params, SND_PCM_FORMAT_S16_LE), "16-bit samples")
        try check(
            snd_pcm_hw_params_set_channels(handle, params, UInt32(format.channels)), "\(format)")
        try check(snd_pcm_hw_params_set_rate(handle, params, UInt32(format.rate), 0), "\(format)")
        try check(
            snd_pcm_hw_params_set_period_size_near(handle, params, &period, nil), "its period")
        try check(snd_pcm_hw_params_set_buffer_size_near(handle, params, &frames), "its buffer")
        try check(snd_pcm_hw_params(handle, params), "\(format)")
        return (period, frames)
    }

    private func setSoftware(
        _ handle: OpaquePointer, period: snd_pcm_uframes_t, bufferFrames: snd_pcm_uframes_t
    ) throws(SoundError) {
        var allocated: OpaquePointer?
        try check(snd_pcm_sw_params_malloc(&allocated), "its parameters")
        guard let params = allocated else { throw openError(-ENOMEM) }
        defer { snd_pcm_sw_params_free(params) }
        try check(snd_pcm_sw_params_current(handle, params), "its parameters")
        // Capture starts with the first read; playback when the buffer has been filled once.
        let start = direction == .capture ? 1 : max(period, bufferFrames / period * period)
        try check(snd_pcm_sw_params_set_start_threshold(handle, params, start), "its threshold")
        try check(snd_pcm_sw_params_set_avail_min(handle, params, period), "its period")
        if direction == .playback {
            // The device plays silence, not what its memory held before, behind the last frame.
            // Plugins that have no memory of their own refuse; then there is nothing to silence.
            var boundary: snd_pcm_uframes_t = 0
            snd_pcm_sw_params_get_boundary(params, &boundary)
            snd_pcm_sw_params_set_silence_threshold(handle, params, 0)
            snd_pcm_sw_params_set_silence_size(handle, params, boundary)
        }
        try check(snd_pcm_sw_params(handle, params), "its parameters")
    }

    private func check(_ code: Int32, _ what: String) throws(SoundError) {
        guard code < 0 else { return }
        throw code == -EINVAL
            ? .refused(name, what: what, code: code) : .failed(name, action: "set up", code: code)
    }

    private func openError(_ code: Int32) -> SoundError {
        switch -code {
        case EBUSY: return .busy(name, code: code)
        case ENOENT, ENODEV, ENXIO, ENOTDIR:
            if name == "default", !hasCard { return .noSoundCard(direction, code: code) }
            return .unknownDevice(
                name, direction, code: code, known: Device.list(direction).map(\.name))
        default: return .cannotOpen(name, code: code)
        }
    }

    private var hasCard: Bool {
        var card: Int32 = -1
        return snd_card_next(&card) == 0 && card >= 0
    }
}
