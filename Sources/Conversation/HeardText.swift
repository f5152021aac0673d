// SPDX-License-Identifier: MIT-0

/// Which words of an answer have been heard: the account of what was sent to the loudspeaker.
///
/// Inside a piece the words are taken to be spread evenly over its sound. How long a piece sounds
/// that is still being made is guessed from the pace of those before it.
package struct HeardText: Sendable, Equatable {
    private struct Piece: Equatable {
        var text: String
        /// Frames since the start of the answer.
        var start: Int
        var end: Int
        var isComplete = false

        var characters: Int { text.unicodeScalars.count }
    }

    /// Frames a character, where nothing has been spoken yet: the offline voice took 860 to 1122.
    private static let usualPace = 950.0

    private var pieces: [Piece] = []

    package init() {}

    /// Frames noted so far.
    package var frames: Int { pieces.last?.end ?? 0 }

    /// Notes that `frames` more frames, which speak `text`, are on their way to the loudspeaker.
    package mutating func add(frames: Int, of text: String) {
        if let last = pieces.indices.last, pieces[last].text == text, !pieces[last].isComplete {
            pieces[last].end += frames
        } else {
            endPiece()
            pieces.append(Piece(text: text, start: self.frames, end: self.frames + frames))
        }
    }

    /// Notes that the piece is complete: the same text once more is another piece.
    package mutating func endPiece() {
        if let last = pieces.indices.last { pieces[last].isComplete = true }
    }

    /// The words that were heard when `played` frames of the answer had sounded.
    package func heard(played: Int) -> String {
        pieces.prefix { $0.start < played }
            .map { piece in
                let end = expectedEnd(of: piece)
                guard played < end else { return piece.text }
                let words = piece.text.split(separator: " ")
                let share = Double(played - piece.start) / Double(end - piece.start)
                return words.prefix(Int(Double(words.count) * share)).joined(separator: " ")
            }
            .filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    private func expectedEnd(of piece: Piece) -> Int {
        guard !piece.isComplete else { return piece.end }
        let complete = pieces.filter { $0.isComplete && $0.characters > 0 }
        let characters = complete.reduce(0) { $0 + $1.characters }
        let frames = complete.reduce(0) { $0 + $1.end - $1.start }
        let pace = characters > 0 ? Double(frames) / Double(characters) : Self.usualPace
        return max(piece.end, piece.start + Int(Double(piece.characters) * pace))
    }
}
