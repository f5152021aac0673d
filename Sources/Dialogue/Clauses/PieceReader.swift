// SPDX-License-Identifier: MIT-0

/// From what a model writes to what a synthesizer is given: `SpeakableText`, then `ClauseCutter`.
///
/// A line break, a blank line or the end always ends a piece. A piece holds a letter or a digit:
/// what is left of a line without any (`—`, `()`) is not given out. Any split of the input gives
/// the same pieces.
package struct PieceReader: Sendable {
    private var filter = SpeakableText()
    private var cutter = ClauseCutter()

    package init() {}

    /// Takes the next text, of any length, and returns the pieces that are complete.
    package mutating func push(_ text: String) -> [String] {
        cutter.push(filter.push(text)).filter(Self.isSpeakable)
    }

    /// Ends the text and returns its last pieces; the next text begins with a short piece again.
    package mutating func finish() -> [String] {
        let pieces = cutter.push(filter.finish()) + cutter.finish()
        return pieces.filter(Self.isSpeakable)
    }

    private static func isSpeakable(_ piece: String) -> Bool {
        piece.unicodeScalars.contains { $0.isWord }
    }
}
