// SPDX-License-Identifier: MIT-0

/// Which words of an answer have been heard: the account of what was sent to the loudspeaker.
///
/// Inside a piece the words are taken to be spread evenly over its sound.
package struct HeardText: Sendable, Equatable {
    private struct Piece: Equatable {
        var text: String
        /// Frames since the start of the answer.
        var start: Int
        var end: Int
    }

    private var pieces: [Piece] = []

    package init() {}

    /// Frames noted so far.
    package var frames: Int { pieces.last?.end ?? 0 }

    /// Notes that `frames` more frames, which speak `text`, are on their way to the loudspeaker.
    package mutating func add(frames: Int, of text: String) {
        if let last = pieces.indices.last, pieces[last].text == text {
            pieces[last].end += frames
        } else {
            pieces.append(Piece(text: text, start: self.frames, end: self.frames + frames))
        }
    }

    /// The words that were heard when `played` frames of the answer had sounded.
    package func heard(played: Int) -> String {
        pieces.prefix { $0.start < played }
            .map { piece in
                guard played < piece.end else { return piece.text }
                let words = piece.text.split(separator: " ")
                let share = Double(played - piece.start) / Double(piece.end - piece.start)
                return words.prefix(Int(Double(words.count) * share)).joined(separator: " ")
            }
            .filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
