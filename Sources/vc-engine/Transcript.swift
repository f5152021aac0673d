// SPDX-License-Identifier: MIT-0

/// What a decoder made of some audio.
package struct Transcript: Equatable, Sendable {
    package let text: String
    package let language: String

    /// nil where `raw` holds no speech: whisper names noises in brackets (`[BLANK_AUDIO]`,
    /// `(music)`, `*sighs*`, `♪`), and what is left may be no more than punctuation.
    package init?(raw: String, language: String) {
        var text = ""
        var closing: Character?
        for character in raw {
            if let awaited = closing {
                if character == awaited { closing = nil }
            } else if let end = Transcript.brackets[character] {
                closing = end
            } else {
                text.append(character.isWhitespace ? " " : character)
            }
        }
        let words = text.split(separator: " ").filter { $0 != "♪" && $0 != "♫" }
        guard words.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else {
            return nil
        }
        self.text = words.joined(separator: " ")
        self.language = language
    }

    private static let brackets: [Character: Character] = [
        "[": "]", "(": ")", "*": "*", "（": "）", "【": "】",
    ]
}
