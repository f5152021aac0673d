// SPDX-License-Identifier: MIT-0

/// What FTS5's tokenizer is given, in an index and in a question.
///
/// Its `unicode61` knows words by the signs between them. Chinese and Japanese have none, and Korean
/// joins particles to its words: there each character is indexed as a word, and a question asks for
/// each two neighbours as a phrase, so that words of two characters are found.
///
/// Rejected: FTS5's `trigram` tokenizer (doesn't find words of two characters), a tokenizer of our
/// own (the `sqlite3` shell couldn't open the index).
package enum SearchWords {
    /// A text as it is indexed: blanks around each character that is indexed by itself.
    package static func indexed(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0xE3 }) else { return text }
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isIdeograph(scalar) {
                spaced.append(" ")
                spaced.append(scalar)
                spaced.append(" ")
            } else {
                spaced.append(scalar)
            }
        }
        return String(spaced)
    }

    /// What a question asks for, each once, in its order: words, and for a run of characters that
    /// are indexed by themselves each two neighbours with a blank between.
    package static func terms(of question: String) -> [String] {
        var reader = TermReader()
        for scalar in question.unicodeScalars { reader.take(scalar) }
        return reader.finish()
    }

    /// A term in FTS5's query language. In quotes nothing is an operator.
    package static func quoted(_ term: String) -> String {
        "\"" + term.replacing("\"", with: "\"\"") + "\""
    }

    /// Han, kana, hangul, bopomofo (Unicode 16, the blocks' names); not their punctuation.
    static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3041...0x309F, 0x30A1...0x30FA,
            0x30FC...0x30FF, 0x3105...0x318E, 0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF66...0xFFDC, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil { return true }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .privateUse: return true
        default: return false
        }
    }
}

/// Reads a question, character by character.
private struct TermReader {
    private var terms: [String] = []
    private var known: Set<String> = []
    private var word = String.UnicodeScalarView()
    private var previous: Unicode.Scalar?
    private var isPaired = false

    mutating func take(_ scalar: Unicode.Scalar) {
        if SearchWords.isIdeograph(scalar) {
            endWord()
            if let previous {
                add("\(previous) \(scalar)")
                isPaired = true
            }
            previous = scalar
        } else {
            endRun()
            // `don't` is one word, or two that stand together.
            if SearchWords.isWordPart(scalar) || !word.isEmpty && ["'", "’"].contains(scalar) {
                word.append(scalar)
            } else {
                endWord()
            }
        }
    }

    mutating func finish() -> [String] {
        endRun()
        endWord()
        return terms
    }

    private mutating func endWord() {
        while word.last == "'" || word.last == "’" { word.removeLast() }
        if !word.isEmpty { add(String(word).lowercased()) }
        word = String.UnicodeScalarView()
    }

    /// A character that stands alone is asked for alone.
    private mutating func endRun() {
        if let previous, !isPaired { add(String(previous)) }
        previous = nil
        isPaired = false
    }

    private mutating func add(_ term: String) {
        if known.insert(term).inserted { terms.append(term) }
    }
}
