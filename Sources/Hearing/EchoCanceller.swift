// SPDX-License-Identifier: MIT-0

import CWebRTCAudio
import Synchronization
import Waveform

/// Takes the echo of what is played out of what is heard, by webrtc-audio-processing's canceller:
/// an adaptive filter of 48 ms, and a suppressor of what that leaves.
///
/// One canceller hears one microphone, in order, the playback aligned to it (`EchoControl` does
/// that). Safe from any thread; a frame takes 25 µs.
///
/// Compared by `scripts/bench echo`, and rejected: the library's filter of 128 ms (takes more of the
/// user's voice), its own search for the delay (10 s), its stronger suppression (hears the user
/// later), and speexdsp (50 ppm of drift or a loudspeaker that clips, and the answer is heard as
/// speech).
package final class EchoCanceller: Sendable {
    /// The canceller; made in `init`, freed in `deinit`. The library wants one caller at a time.
    private let echo: Mutex<OpaquePointer>

    /// Makes a canceller at the start of a stream. Traps when memory is short.
    package init() {
        guard let echo = vc_echo_create(0) else {
            preconditionFailure("webrtc-audio-processing refuses to cancel echo")
        }
        self.echo = Mutex(echo)
    }

    deinit { echo.withLock { vc_echo_destroy($0) } }

    /// The next 10 ms without the echo, 7 ms late.
    /// - Parameters:
    ///   - microphone: `PipelineAudio.activityFrame` samples.
    ///   - playback: as many, those that are heard best 0 to 30 ms later; 12 ms is a good middle.
    package func process(_ microphone: [Int16], playback: [Int16]) -> [Int16] {
        let size = PipelineAudio.activityFrame
        precondition(microphone.count == size && playback.count == size)
        var output = [Int16](repeating: 0, count: size)
        let status = echo.withLock { vc_echo_process($0, microphone, playback, &output) }
        precondition(status == 0, "webrtc-audio-processing fails: \(status)")
        return output
    }
}
