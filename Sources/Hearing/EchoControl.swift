// SPDX-License-Identifier: MIT-0

import Synchronization
package import Waveform

/// Lets a microphone hear the user over a loudspeaker.
///
/// One side tells what is played and when it sounds, the other gives what is heard and when that was
/// captured; both in order, from any threads. The two are aligned by these moments first; what they
/// leave (a device's own latency, up to 400 ms) is found by correlation within half a second of loud
/// playback, and again when it changes.
package final class EchoControl: Sendable {
    private let listener: Mutex<EchoListener>

    /// Makes one at the start of a microphone's stream. Traps when memory is short.
    package init() { listener = Mutex(EchoListener()) }

    /// Takes what is played. Nothing happens before the microphone has been heard.
    /// - Parameters:
    ///   - samples: 16 kHz mono, any number, those that follow the ones before.
    ///   - soundsAt: when the first of them leaves the loudspeaker (CLOCK_MONOTONIC since its
    ///     epoch). Too early by a latency is found out; a later moment than the true one is not:
    ///     when in doubt, the moment of writing to the device. Give it before it sounds.
    package func play(_ samples: [Int16], soundsAt: Duration) {
        listener.withLock { $0.play(samples, at: soundsAt) }
    }

    /// Forgets what was to sound from `moment` on: playback was cut.
    package func cut(at moment: Duration) { listener.withLock { $0.cut(at: moment) } }

    /// Takes what is heard.
    /// - Parameters:
    ///   - samples: 16 kHz mono, any number.
    ///   - capturedAt: when the last of them was captured (`AudioChunk.capturedAt`).
    /// - Returns: each 10 ms that is complete, without the echo, 7 ms late.
    package func hear(_ samples: [Int16], capturedAt: Duration) -> [EchoFrame] {
        listener.withLock { $0.hear(samples, at: capturedAt) }
    }

    /// Whether the user can be heard over playback.
    package var state: EchoState { listener.withLock { $0.state } }

    /// How far the echo lies behind the moments told, if one was found.
    package var delay: Duration? {
        listener.withLock { $0.lag.map { PipelineAudio.duration(frames: $0) } }
    }
}

extension EchoControl: UserHearing {}
