// SPDX-License-Identifier: MIT-0

package import Channels

/// What a transcriber is told: the audio, and what the endpointer has decided about it.
///
/// Positions are frames since the start of the stream (16 kHz). Audio is sent without gaps, so a
/// position can lie before or after what has been sent; a transcriber waits for the frames.
package enum TranscriberInput: Sendable, Equatable {
    /// The next frames: 16 kHz, up to 200 ms at a time. Silence is sent too. Mono, or as many
    /// interleaved channels as the transcriber was made for.
    case audio([Int16])
    /// Somebody speaks since `at`; lead-in before the first voiced frame is included.
    case speechStarted(at: Int)
    /// Nobody has spoken since `at`. A good moment to decode on suspicion; more speech may follow.
    case speechPaused(at: Int)
    /// Somebody speaks again, before the turn was over: the pause was only a pause.
    case speechResumed
    /// The turn is over; nothing after `at` belongs to it.
    case turnEnded(at: Int)
}

/// What a transcriber has understood.
package enum TranscriptEvent: Sendable, Equatable {
    /// May still change; replaces the partial before it.
    case partial(Transcript)
    /// Will not change. A turn is the texts of its finals, joined by a space.
    case final(Transcript)
    /// Every final of the turn that `turnEnded` closed has been delivered. A transcriber that
    /// decides about turns itself (a plain `exec:` child) sends it after each of its lines.
    case turnDone
}

/// Speech to text.
package protocol Transcriber: Sendable {
    /// Loads models and opens connections, so that the first words don't wait for it.
    func prepare() async throws

    /// Transcribes `input` to its end; every event is sent to `output` before this returns.
    ///
    /// Cancelling the task stops at once. Neither channel is finished here. A slow consumer of
    /// `output` slows the reading of `input`.
    func transcribe(
        _ input: Channel<TranscriberInput>, into output: Channel<TranscriptEvent>) async throws
}

extension Transcriber {
    package func prepare() async throws {}
}
