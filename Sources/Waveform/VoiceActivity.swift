// SPDX-License-Identifier: MIT-0

/// Tells speech from everything else, one 10 ms frame at a time.
package protocol VoiceActivity {
    /// Whether `frame` (`PipelineAudio.activityFrame` samples, 16 kHz mono) holds speech.
    /// Frames are given in order; a detector adapts to what it has heard.
    mutating func isSpeech(_ frame: some Collection<Int16>) -> Bool
}
