// SPDX-License-Identifier: MIT-0

import Waveform

/// What was heard in a part of a turn.
package struct Utterance: Equatable, Sendable {
    package let text: String
    /// Where it begins and ends, seconds of the stream.
    package let start: Double
    package let end: Double
    /// ISO 639-1, as pinned or as recognised.
    package let language: String

    /// `frames` counts from the start of the stream.
    package init(_ transcript: Transcript, frames: Range<Int>) {
        text = transcript.text
        language = transcript.language
        start = Double(frames.lowerBound) / Double(PipelineAudio.sampleRate)
        end = Double(frames.upperBound) / Double(PipelineAudio.sampleRate)
    }
}
