// SPDX-License-Identifier: MIT-0

import CALSA
import Glibc

/// Owns one `snd_pcm_t`, opened and configured; closed with the last reference. Belongs to the thread
/// that opened it.
///
/// A device that refuses the format is opened anew through ALSA's `plug`, which converts. Rejected:
/// taking the nearest rate and converting in the tool, since every caller would have to.
final class PCM {
    let handle: OpaquePointer
    let name: String
    /// Frames the device holds at most.
    let bufferFrames: Int

    /// Opens the device called `name` for `format`, with 20 ms periods and a buffer of about `buffer`.
    /// Waits for nobody: a device that another program holds is `SoundError.busy`.
    init(
        _ name: String, _ direction: Direction, _ format: StreamFormat, buffer: Duration
    ) throws(SoundError) {
        calsa_silence_messages()
        let setup = PCMSetup(name: name, direction: direction, format: format, buffer: buffer)
        let opened: (OpaquePointer, bufferFrames: Int)
        do {
            opened = try setup.open(name)
        } catch {
            guard case .refused = error, !name.hasPrefix("plug") else { throw error }
            do {
                opened = try setup.open("plug:'\(name)'")
            } catch {
                throw SoundError.refused(name, what: "\(format)", code: -EINVAL)
            }
        }
        (handle, bufferFrames) = opened
        self.name = name
    }

    deinit { snd_pcm_close(handle) }

    /// Whether calls wait for the device; as opened, those of a microphone do. Wraps
    /// `snd_pcm_nonblock(3)`.
    func setBlocking(_ waits: Bool) throws(SoundError) {
        let code = snd_pcm_nonblock(handle, waits ? 0 : 1)
        guard code >= 0 else { throw .failed(name, action: "set up", code: code) }
    }

    var state: snd_pcm_state_t { snd_pcm_state(handle) }

    /// Makes the device ready again after an overrun or underrun (EPIPE), a suspended machine (ESTRPIPE)
    /// or a signal (EINTR). Any other code, and one that can't be recovered from, is thrown.
    /// Wraps `snd_pcm_recover(3)`.
    func recover(from code: Int32, action: String) throws(SoundError) {
        let status = snd_pcm_recover(handle, code, 1)
        guard status >= 0 else { throw .failed(name, action: action, code: status) }
    }
}
