// SPDX-License-Identifier: MIT-0

package import Channels

/// Speech as it is made.
package enum SpeechEvent: Sendable, Equatable {
    /// The next frames of the piece that speaks `text`: mono, 16 kHz unless the synthesizer was
    /// made for another rate.
    case audio([Int16], text: String)
    /// The next bytes of the piece, in the place of frames, from a synthesizer that was made to
    /// encode. Pieces follow each other as they are: each is a stream of its own.
    case encoded([UInt8], text: String)
    /// Where something of the piece will sound; comes ahead of that sound.
    case mark(SpeechMark, text: String)
    /// The piece has been spoken whole. Sent once for each piece, also for one without sound.
    case pieceEnded(text: String)
}

/// Where a word, a sentence or the like begins in the speech of a piece.
package struct SpeechMark: Sendable, Equatable {
    /// What begins there.
    package enum Kind: String, Sendable, CaseIterable {
        case sentence, word
        /// A shape of the mouth.
        case viseme
        /// A `<mark>` of the SSML.
        case ssml
    }

    package var kind: Kind
    /// The word, the sentence, the name of the viseme or of the `<mark>`.
    package var value: String
    /// From the first frame that is sent after this event.
    package var time: Duration
    /// Bytes of the piece's text; nil for what stands for no text.
    package var range: Range<Int>?

    package init(_ kind: Kind, _ value: String, time: Duration, range: Range<Int>? = nil) {
        self.kind = kind
        self.value = value
        self.time = time
        self.range = range
    }
}

/// A voice that a synthesizer has.
package struct Voice: Sendable, Equatable {
    /// What `--voice` takes.
    package var name: String
    /// BCP 47.
    package var language: String
    /// What it speaks beside that, BCP 47.
    package var otherLanguages: [String]
    /// Anything else worth a line: gender, engine, licence.
    package var note: String

    package init(
        name: String, language: String, otherLanguages: [String] = [], note: String = ""
    ) {
        self.name = name
        self.language = language
        self.otherLanguages = otherLanguages
        self.note = note
    }

    /// Whether it is a voice for `wanted`.
    package func speaks(_ wanted: Language) -> Bool {
        ([language] + otherLanguages).compactMap(Language.init).contains { $0.matches(wanted) }
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

    /// Who speaks to somebody who has spoken `language`; nil: it isn't known which.
    func speaking(_ language: Language?) -> any Synthesizer
}

extension Synthesizer {
    package func prepare() async throws {}

    /// One voice for all that is said.
    package func speaking(_ language: Language?) -> any Synthesizer { self }
}
