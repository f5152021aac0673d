// SPDX-License-Identifier: MIT-0

/// What is known about the loudspeaker's echo in the microphone.
package enum EchoState: Sendable, Equatable {
    /// Nothing yet, or the canceller fails: the user can't be told from the loudspeaker.
    case unproven
    /// There is an echo, and it is taken out.
    case cancelled
    /// There is none: headphones, or a microphone that is cleaned elsewhere.
    case absent

    /// Whether speech over playback may be taken for the user's.
    package var isUnderControl: Bool { self != .unproven }
}

/// 10 ms of the microphone without the loudspeaker's echo, and what is in them.
package struct EchoFrame: Sendable, Equatable {
    /// `PipelineAudio.activityFrame` samples (16 kHz mono); silence where it was the echo alone.
    package var samples: [Int16]
    /// Whether something is heard that is not the loudspeaker: enough to play more softly.
    /// While playback sounds, only where the echo is under control, and what is heard is more than
    /// what may be left of it; it may be a cough or a door. Else the same as `isSpeech`.
    package var isStir: Bool
    /// Whether the user speaks. While playback sounds, a stir in which voice was found within the
    /// last 200 ms: the canceller takes holes out of a voice, and a detector alone is late.
    package var isSpeech: Bool
    /// Whether playback sounds in the room, or has just stopped.
    package var isPlaying: Bool
    package var state: EchoState

    package init(
        samples: [Int16], isStir: Bool, isSpeech: Bool, isPlaying: Bool, state: EchoState
    ) {
        self.samples = samples
        self.isStir = isStir
        self.isSpeech = isSpeech
        self.isPlaying = isPlaying
        self.state = state
    }
}
