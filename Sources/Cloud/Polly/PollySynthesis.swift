// SPDX-License-Identifier: MIT-0

/// By which operation Polly is given its text.
package enum PollySynthesis: String, Sendable, CaseIterable {
    /// By a stream where voice, format, text and region allow it and the service takes it, else
    /// piece by piece.
    case auto
    /// StartSpeechSynthesisStream.
    case stream
    /// SynthesizeSpeech.
    case pieces
}
