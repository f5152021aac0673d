// SPDX-License-Identifier: MIT-0

/// Cuts a piece that is longer than a service takes: behind a sentence, else behind a clause, else
/// between words, else between two grapheme clusters.
///
/// The parts are taken from the piece in order; between them only white space is left out. Each
/// costs at most the limit, except a single cluster that costs more. `ClauseCutter` is what makes
/// pieces; this is for those that others have made.
package struct PieceSplitter: Sendable {
    private let limit: Int
    private let cost: @Sendable (Character) -> Int

    /// `cost`: how much of `limit` a cluster takes.
    package init(limit: Int, cost: @escaping @Sendable (Character) -> Int) {
        self.limit = limit
        self.cost = cost
    }

    /// The parts, none of them empty; the piece itself if it fits.
    package func split(_ piece: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = piece[...]
        while !rest.isEmpty {
            let cut = end(of: rest)
            let part = rest[..<cut].trimmed
            if !part.isEmpty { parts.append(part) }
            rest = rest[cut...].drop(while: \.isBlank)
        }
        return parts
    }

    /// Where the first part of `text` ends.
    private func end(of text: Substring) -> Substring.Index {
        var used = 0
        let first = text.indices.first {
            used += cost(text[$0])
            return used > limit
        }
        guard let first else { return text.endIndex }
        guard first > text.startIndex else { return text.index(after: first) }
        return border(in: text, atMost: first) ?? first
    }

    /// The last border of the best kind, `limit` included.
    private func border(in text: Substring, atMost limit: Substring.Index) -> Substring.Index? {
        var (clause, word): (Substring.Index?, Substring.Index?)
        var place = limit
        while place > text.startIndex {
            switch boundary(in: text, at: place) {
            case .sentence: return place
            case .clause:
                clause = clause ?? place
                word = word ?? place
            case .none where text[place].isBlank: word = word ?? place
            default: break
            }
            place = text.index(before: place)
        }
        return clause ?? word
    }

    /// What ends before `place`. Where `ClauseCutter` would wait for the next word, it is looked at.
    private func boundary(in text: Substring, at place: Substring.Index) -> Boundary {
        let before = Array(text[..<place].unicodeScalars.suffix(Self.lookedAt))
        guard text[place].isBlank else {
            let isInside = text[place].unicodeScalars.first.map {
                $0.closes || $0.endsSentenceAlone || $0.endsClauseAlone
            }
            return isInside == true ? .never : Boundary.beforeSign(before)
        }
        switch Boundary.beforeSpace(before, isQuoting: false) {
        case .unlessSmall:
            let next = text[place...].first { !$0.isBlank }
            return next?.isLowercase == true || next?.isNumber == true ? .none : .sentence
        case .abbreviation: return .none
        case let other: return other
        }
    }

    /// More than the longest abbreviation with what closes behind it.
    private static let lookedAt = 64
}

extension Substring {
    /// Without white space at both ends.
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isBlank)
        while text.last?.isBlank == true { text.removeLast() }
        return text
    }
}

extension Character {
    /// White space and nothing else: a space may be the base of a cluster.
    fileprivate var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
