// SPDX-License-Identifier: MIT-0

/// What may end at a place in a text, judged by what stands before it.
enum Boundary: Sendable, Equatable {
    case none
    /// A clause; long pieces end here.
    case clause
    case sentence
    /// A sentence, unless a small letter or a number follows.
    case unlessSmall
    /// An abbreviation: a sentence only if a word follows that often begins one.
    case abbreviation
    /// An abbreviation that the sentence always goes on from.
    case never

    /// Judges the end of `text`, which a space follows.
    ///
    /// `isQuoting`: a guillemet is open, so that a closing one may come behind the space.
    static func beforeSpace(_ text: [Scalar], isQuoting: Bool) -> Boundary {
        var end = text.count
        while end > 0, text[end - 1].closes || text[end - 1].isSpace { end -= 1 }
        guard end > 0 else { return .none }
        let isClosed = end < text.count
        switch text[end - 1] {
        case "?", "!", "‽": return isClosed || isQuoting ? .unlessSmall : .sentence
        case "…": return .unlessSmall
        case ".": return fullStop(text[..<(end - 1)], isClosed: isClosed || isQuoting)
        case let sign where sign.endsSentenceAlone: return .sentence
        case "–" where end < 2 || text[end - 2] != " ": return .none
        case let sign where sign.endsClauseBeforeSpace:
            return followsAbbreviation(text[..<(end - 1)]) ? .never : .clause
        default: return .none
        }
    }

    /// Judges the end of `text`, which something other than a space follows.
    static func beforeSign(_ text: [Scalar]) -> Boundary {
        guard let last = text.last, last.value > 0x7F || last.closes else { return .none }
        var end = text.count
        while end > 0, text[end - 1].closes { end -= 1 }
        guard end > 0 else { return .none }
        if text[end - 1].endsSentenceAlone { return .sentence }
        return text[end - 1].endsClauseAlone ? .clause : .none
    }

    private static func fullStop(_ text: ArraySlice<Scalar>, isClosed: Bool) -> Boundary {
        if text.last == "." || text.last == "…" { return .unlessSmall }
        let word = lastWord(text)
        let isAlone = text.count == word.count
        // The minutes of `10:30`, the cents of `1,50`, the dollars of `$5` number nothing.
        if word.allSatisfy(\.isASCIIDigit), let sign = text.dropLast(word.count).last,
            !sign.isSpace, !sign.opens
        {
            return isClosed ? .unlessSmall : .sentence
        }
        switch Abbreviations.kind(of: word, isAlone: isAlone) {
        case .none: return isClosed ? .unlessSmall : .sentence
        case .beforeSmall: return .unlessSmall
        case .strong: return .abbreviation
        case .never: return .never
        }
    }

    /// Whether the text ends in `e.g.` or the like: a cut behind the comma that follows would part
    /// the example from its announcement.
    private static func followsAbbreviation(_ text: ArraySlice<Scalar>) -> Bool {
        guard text.last == "." else { return false }
        return Abbreviations.kind(of: lastWord(text.dropLast()), isAlone: false) != .none
    }

    /// The letters, digits, full stops and hyphens at the end of a text.
    private static func lastWord(_ text: ArraySlice<Scalar>) -> ArraySlice<Scalar> {
        var start = text.endIndex
        while start > text.startIndex, text.endIndex - start <= Abbreviations.longest,
            text[start - 1].isWord || text[start - 1] == "." || text[start - 1] == "-"
                || text[start - 1].extends
        {
            start -= 1
        }
        return text[start...]
    }
}
