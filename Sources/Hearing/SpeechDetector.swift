// SPDX-License-Identifier: MIT-0

import CWebRTCAudio
import Synchronization
import Waveform

/// Tells speech from noise by webrtc-audio-processing's voice detection.
///
/// One detector hears one stream, in order. Safe from any thread; a frame takes microseconds.
package final class SpeechDetector: VoiceActivity, Sendable {
    /// The processor; made in `init`, freed in `deinit`. The library wants one caller at a time.
    private let hearing: Mutex<OpaquePointer>

    /// Makes a detector at the start of a stream. Traps when memory is short.
    package convenience init() { self.init(settings: .init()) }

    init(settings: Settings) {
        guard let hearing = vc_hearing_create(settings.raw) else {
            preconditionFailure("webrtc-audio-processing refuses \(settings)")
        }
        self.hearing = Mutex(hearing)
    }

    deinit { hearing.withLock { vc_hearing_destroy($0) } }

    /// A frame that is shorter is filled with silence, one that is longer is cut.
    package func isSpeech(_ frame: some Collection<Int16>) -> Bool {
        let size = PipelineAudio.activityFrame
        var samples = Array(frame.prefix(size))
        samples += repeatElement(0, count: size - samples.count)
        let result = hearing.withLock { vc_hearing_process($0, samples, nil) }
        precondition(result >= 0, "webrtc-audio-processing fails: \(result)")
        return result == 1
    }
}

extension SpeechDetector {
    /// How the library is set. The defaults came out best on speech in pink, white and brown noise:
    /// readier settings call steady noise speech, and so does every setting without noise
    /// suppression; amplifying quiet speech first was tried and rejected for the same reason.
    struct Settings: Sendable, Equatable {
        /// How ready it is to call a frame voice: 0 (least) to 3.
        var likelihood: Int32 = 0
        /// How much stationary noise is taken out first: 0 (least) to 3; nil: none.
        var noiseSuppression: Int32? = 2
        /// Whether a high-pass filter takes out hum first.
        var highPass = true

        fileprivate var raw: vc_hearing_settings {
            vc_hearing_settings(
                likelihood: likelihood, noise_suppression: noiseSuppression ?? -1,
                high_pass: highPass)
        }
    }
}
