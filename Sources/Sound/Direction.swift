// SPDX-License-Identifier: MIT-0

import CALSA

/// Which way sound goes through a device.
package enum Direction: String, Sendable, CustomStringConvertible {
    case capture
    case playback

    package var description: String { rawValue }

    var stream: snd_pcm_stream_t {
        self == .capture ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK
    }
}
