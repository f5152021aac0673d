// SPDX-License-Identifier: MIT-0

import Synchronization

/// What makes out the user's voice in what a microphone hears, over playback where that is possible.
///
/// One task tells what is played, another gives what is heard; each in order.
package protocol UserHearing: Sendable {
    /// Takes what is heard (16 kHz mono, any number of samples); `capturedAt` is when the last was
    /// captured (CLOCK_MONOTONIC since its epoch).
    /// - Returns: each 10 ms that is complete.
    func hear(_ samples: [Int16], capturedAt: Duration) -> [EchoFrame]
    /// Takes what is played, before it sounds; `soundsAt` is about when the first sample does.
    func play(_ samples: [Int16], soundsAt: Duration)
    /// What was to sound from `moment` on does not.
    func cut(at moment: Duration)
}

/// Where nothing of playback reaches the microphone: a recording, or none is played.
package final class PlainHearing<Detector: VoiceActivity & Sendable>: UserHearing {
    private struct State {
        var detector: Detector
        var cutter = FrameCutter()
    }

    private let state: Mutex<State>

    package init(_ detector: Detector) { state = Mutex(State(detector: detector)) }

    package func hear(_ samples: [Int16], capturedAt: Duration) -> [EchoFrame] {
        state.withLock { state in
            var frames: [EchoFrame] = []
            state.cutter.cut(samples) { frame in
                let isSpeech = state.detector.isSpeech(frame)
                frames.append(
                    EchoFrame(
                        samples: Array(frame), isStir: isSpeech, isSpeech: isSpeech,
                        isPlaying: false, state: .absent))
            }
            return frames
        }
    }

    package func play(_ samples: [Int16], soundsAt: Duration) {}
    package func cut(at moment: Duration) {}
}
