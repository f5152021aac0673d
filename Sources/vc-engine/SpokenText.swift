// SPDX-License-Identifier: MIT-0

/// A line of text, cut into the clauses that are turned into phonemes one by one.
///
/// espeak-ng drops punctuation from its phonemes, but the voice needs it for its melody: each
/// clause keeps the mark that ended it. A mark counts where white space, a closing quote or the end
/// follows (`3.14` and `10:30` are words), and full-width marks count everywhere.
package struct SpokenText: Equatable, Sendable {
    package struct Clause: Equatable, Sendable {
        package let text: String
        /// One of `. , ; : ! ?`, the marks a Piper voice knows.
        package let mark: Character

        package init(_ text: String, _ mark: Character) {
            self.text = text
            self.mark = mark
        }

        /// Whether a sentence ends with it.
        package var endsSentence: Bool { ".!?".contains(mark) }
    }

    package let clauses: [Clause]

    /// Clauses without a letter or a digit are left out: there is nothing to say.
    package init(_ line: String) {
        var clauses: [Clause] = []
        var text = ""
        func close(_ mark: Character) {
            if text.contains(where: { $0.isLetter || $0.isNumber }) {
                let words = text.split(whereSeparator: \.isWhitespace)
                clauses.append(Clause(words.joined(separator: " "), mark))
            } else if mark == "?" || mark == "!", let last = clauses.popLast() {
                // `Really …?`: the stronger mark wins.
                clauses.append(Clause(last.text, mark))
            }
            text = ""
        }
        var rest = Substring(line)
        while let next = rest.popFirst() {
            let character = SpokenText.isBlank(next) ? " " : next
            text.append(character)
            if character == " ", text.utf8.count >= SpokenText.longest {
                close(",")
            } else if let mark = SpokenText.wideMarks[character] {
                close(mark)
            } else if SpokenText.marks.contains(character), SpokenText.endsWord(rest) {
                close(character)
            }
        }
        close(".")
        self.clauses = clauses
    }

    /// A clause without marks is cut at the next space once it has this many bytes: about 20 s of
    /// speech.
    static let longest = 300

    /// White space, and control characters: espeak-ng ends a line at some of them.
    private static func isBlank(_ character: Character) -> Bool {
        character.isWhitespace
            || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
    }

    private static let marks: Set<Character> = [".", ",", ";", ":", "!", "?"]

    private static let wideMarks: [Character: Character] = [
        "。": ".", "！": "!", "？": "?", "，": ",", "、": ",", "；": ";", "：": ":", "…": ".",
        "—": ",", "–": ",",
    ]

    /// Whether a mark in front of `rest` stands at the end of a word.
    private static func endsWord(_ rest: Substring) -> Bool {
        guard let next = rest.first(where: { !"\"'”’)]»".contains($0) }) else { return true }
        return next.isWhitespace
    }
}
