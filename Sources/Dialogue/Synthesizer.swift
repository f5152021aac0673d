// SPDX-License-Identifier: MIT-0

package import Channels

/// Speech as it is made.
package enum SpeechEvent: Sendable, Equatable {
    /// The next frames (16 kHz mono) of the piece that speaks `text`.
    case audio([Int16], text: String)
    /// The piece has been spoken whole. Sent once for each piece, also for one without sound.
    case pieceEnded(text: String)
}

/// A voice that a synthesizer has.
package struct Voice: Sendable, Equatable {
    /// What `--voice` takes.
    package var name: String
    /// BCP 47.
    package var language: String
    /// Anything else worth a line: gender, engine, licence.
    package var note: String

    package init(name: String, language: String, note: String = "") {
        self.name = name
        self.language = language
        self.note = note
    }
}

/// Text to speech.
package protocol Synthesizer: Sendable {
    /// Loads models and opens connections, so that the first piece doesn't wait for it.
    func prepare() async throws

    /// Speaks `pieces`, in order, to their end. A piece is speakable text: one clause or a few.
    ///
    /// The next pieces may be synthesized while one is being delivered. Cancelling the task stops
    /// at once. Neither channel is finished here; a slow consumer slows the synthesis.
    func synthesize(_ pieces: Channel<String>, into output: Channel<SpeechEvent>) async throws

    /// The voices that can be chosen.
    func voices() async throws -> [Voice]
}

extension Synthesizer {
    package func prepare() async throws {}
}
