// SPDX-License-Identifier: MIT-0

/// Cuts speakable text into the pieces that a synthesizer is given, as the text arrives.
///
/// A piece ends with its sentence or its line, as soon as that is certain: a full stop needs the
/// space behind it, `。` the sign that follows; only where the sentence may go on (`Dr.`, `U.S.`,
/// `J. R.`, `3.`, `…`, a closing quote) is the next word waited for. Inside `3.14`, `v2.1`,
/// `10:30` and `www.example.com` nothing ends. Long sentences are cut behind a clause (`, ; : —`):
/// early in the first piece, so that speech starts soon, later and later in those that follow, so
/// that playing one covers making the next. A run without any boundary is cut at a space, or,
/// where there is none, between two grapheme clusters.
///
/// Lengths are in units of speech: a letter is one, an ideograph or a syllable sign is three.
///
/// Any split of the input gives the same pieces, and joined they hold every scalar of the input
/// that is not white space, in order. White space inside a piece is one space.
/// Time is linear, since whatever is looked back at is shorter than `longest`.
package struct ClauseCutter: Sendable {
    /// How long a piece is at least when a clause ends it: the first, the second, and so on; the
    /// last is for all that follow. The first is a few words, so that the answer begins: what is
    /// shorter sounds chopped, and the next would not be ready when it has been played.
    package static let clauseMinimums = [12, 40, 100, 160, 200]
    /// The longest piece: a long sentence. What is longer gains nothing, and is heard late if the
    /// text has no sentences.
    package static let longest = 300
    /// A piece that grows too long ends at its last clause if that is at least this long.
    package static let shortestClause = 60

    private var piece: [Scalar] = []
    private var units = 0
    private var count = 0
    /// Space has come since the last scalar of the piece.
    private var isGap = false
    private var openGuillemets = 0
    /// Where the piece could be cut if it grows too long: scalars before the place.
    private var lastClause: Int?
    private var lastSpace: Int?
    /// A place that ends a sentence or not, which the word behind it decides.
    private var doubt: (boundary: Boundary, end: Int, word: Int?)?

    package init() {}

    /// Takes the next text, of any length, and returns the pieces that are complete.
    package mutating func push(_ text: String) -> [String] {
        var pieces: [String] = []
        for scalar in text.unicodeScalars { push(scalar, into: &pieces) }
        return pieces
    }

    /// Ends the text: what is left is the last piece, complete or not. The next text begins anew,
    /// with a short piece.
    package mutating func finish() -> [String] {
        var pieces: [String] = []
        push("\n", into: &pieces)
        self = ClauseCutter()
        return pieces
    }

    private mutating func push(_ scalar: Scalar, into pieces: inout [String]) {
        if scalar.isLineBreak {
            settle(before: scalar, into: &pieces)
            cut(at: piece.count, into: &pieces)
            isGap = false
        } else if scalar.isSpace {
            settle(before: scalar, into: &pieces)
            if piece.isEmpty { return }
            // A no-break space ends nothing, and what stands before it is judged later.
            if scalar.isGlue, !isGap { return append(scalar) }
            if !isGap { judgeGap(into: &pieces) }
            isGap = !piece.isEmpty
        } else {
            if isGap {
                closeGap()
            } else {
                judgeSign(before: scalar, into: &pieces)
            }
            settle(before: scalar, into: &pieces)
            fit(scalar, into: &pieces)
            append(scalar)
        }
    }

    private mutating func append(_ scalar: Scalar) {
        piece.append(scalar)
        units += scalar.speechUnits
        if scalar == "«" { openGuillemets += 1 }
        if scalar == "»" { openGuillemets = max(0, openGuillemets - 1) }
    }

    // MARK: Boundaries

    /// A space follows the piece.
    private mutating func judgeGap(into pieces: inout [String]) {
        let boundary = Boundary.beforeSpace(piece, isQuoting: openGuillemets > 0)
        switch boundary {
        case .sentence: cut(at: piece.count, into: &pieces)
        case .clause: endClause(into: &pieces)
        case .unlessSmall, .abbreviation: doubt = (boundary, piece.count, nil)
        case .none: lastSpace = piece.count
        case .never: break
        }
    }

    /// `scalar` follows the piece without a space.
    private mutating func judgeSign(before scalar: Scalar, into pieces: inout [String]) {
        if scalar.closes || scalar.extends || scalar.endsSentenceAlone || scalar.endsClauseAlone {
            return
        }
        switch Boundary.beforeSign(piece) {
        case .sentence: cut(at: piece.count, into: &pieces)
        case .clause: endClause(into: &pieces)
        default: break
        }
    }

    private mutating func endClause(into pieces: inout [String]) {
        let minimums = Self.clauseMinimums
        if units >= minimums[min(count, minimums.count - 1)] {
            cut(at: piece.count, into: &pieces)
        } else {
            lastClause = piece.count
            lastSpace = piece.count
        }
    }

    /// The space that came stands between two words of one piece.
    private mutating func closeGap() {
        isGap = false
        append(" ")
    }

    /// Decides about a doubtful boundary by the next scalar behind it, if that is enough.
    private mutating func settle(before scalar: Scalar, into pieces: inout [String]) {
        guard let (boundary, end, word) = doubt else { return }
        guard let start = word else {
            switch scalar {
            case _ where scalar.isLineBreak || scalar.isSpace: return
            case "¿", "¡": return resolve(true, into: &pieces)
            case _ where scalar.opens && piece.count < end + 4: return
            case _ where scalar.properties.isUppercase && boundary == .abbreviation:
                doubt?.word = piece.count
                return
            case _ where scalar.properties.isAlphabetic && !scalar.properties.isLowercase:
                return resolve(boundary == .unlessSmall, into: &pieces)
            default: return resolve(false, into: &pieces)
            }
        }
        if scalar.properties.isAlphabetic || scalar.extends { return }
        let starts = scalar != "." && Abbreviations.beginsSentence(piece[start...])
        resolve(starts, into: &pieces)
    }

    private mutating func resolve(_ isSentence: Bool, into pieces: inout [String]) {
        guard let (boundary, end, _) = doubt else { return }
        doubt = nil
        if isSentence {
            cut(at: end, into: &pieces)
        } else if boundary == .unlessSmall {
            lastSpace = end
        }
    }

    /// Makes room for `scalar` where the piece would grow too long.
    private mutating func fit(_ scalar: Scalar, into pieces: inout [String]) {
        guard units + scalar.speechUnits > Self.longest, !piece.isEmpty else { return }
        // Nothing but a run of combining signs is worth a broken cluster.
        if scalar.extends || piece.last == "\u{200D}", units < 2 * Self.longest { return }
        doubt = nil
        let clause = lastClause.flatMap { $0 >= Self.shortestClause ? $0 : nil }
        cut(at: clause ?? lastSpace ?? piece.count, into: &pieces)
    }

    // MARK: Cutting

    /// Ends the piece after so many scalars; the rest begins the next.
    private mutating func cut(at end: Int, into pieces: inout [String]) {
        let before = piece.count
        var text = piece[..<end]
        while text.last?.isSpace == true { text.removeLast() }
        if !text.isEmpty {
            pieces.append(String(text))
            count += 1
        }
        piece = Array(piece[end...].drop { $0.isSpace })
        units = piece.reduce(0) { $0 + $1.speechUnits }
        openGuillemets = piece.count { $0 == "«" }
        lastSpace = lastSpace.flatMap { $0 > end ? $0 - (before - piece.count) : nil }
        lastClause = nil
        doubt = nil
    }
}
