// SPDX-License-Identifier: MIT-0

/// Phonemes that are spoken in one go, with their punctuation: IPA, as Piper voices were trained.
package struct PhonemeSentence: Equatable, Sendable {
    package let phonemes: String
    /// Whether a sentence ends here, or only a clause of a long one.
    package let endsSentence: Bool

    /// A sentence is cut at a clause's end once it has this many phonemes, so that the first
    /// words of a long one don't wait for its last: early in the first sentence of a line, later
    /// in the others, which are made while it sounds.
    static let enough = (first: 30, later: 100)

    package init(_ phonemes: String, endsSentence: Bool) {
        self.phonemes = phonemes
        self.endsSentence = endsSentence
    }

    /// Joins clauses with what espeak-ng made of each (nil: nothing to say).
    package static func sentences(
        _ clauses: [SpokenText.Clause], phonemes: [String?]
    ) -> [PhonemeSentence] {
        var sentences: [PhonemeSentence] = []
        var open = ""
        for (clause, phonemes) in zip(clauses, phonemes) {
            if let phonemes { open += (open.isEmpty ? "" : " ") + phonemes + String(clause.mark) }
            let enough = sentences.isEmpty ? enough.first : enough.later
            guard clause.endsSentence || open.unicodeScalars.count >= enough, !open.isEmpty else {
                continue
            }
            sentences.append(PhonemeSentence(open, endsSentence: clause.endsSentence))
            open = ""
        }
        if !open.isEmpty { sentences.append(PhonemeSentence(open, endsSentence: true)) }
        return sentences
    }

    /// Reads what `espeak-ng --ipa` printed for one clause a line, each followed by an empty line.
    ///
    /// A clause gives one line or more, and the empty line behind it one empty line; a clause with
    /// nothing to say gives an empty line itself. Marks of a change of language (`(en)`) go.
    package static func phonemes(printed text: String) -> [String?] {
        var result: [String?] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        if lines.last?.isEmpty == true { lines.removeLast() }
        while !lines.isEmpty {
            let spoken = lines.prefix { !$0.isEmpty }
            lines = lines.dropFirst(spoken.count + (spoken.isEmpty ? 2 : 1))
            let joined = spoken.map { withoutLanguageMarks($0) }.joined(separator: " ")
            result.append(joined.isEmpty ? nil : joined)
        }
        return result
    }

    private static func withoutLanguageMarks(_ line: Substring) -> String {
        var result = ""
        var isMark = false
        for character in line {
            switch character {
            case "(": isMark = true
            case ")": isMark = false
            default: if !isMark { result.append(character) }
            }
        }
        return result
    }
}
