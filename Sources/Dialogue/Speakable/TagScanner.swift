// SPDX-License-Identifier: MIT-0

/// Finds out what a `<` begins: an HTML tag, an address in angle brackets, a comment or plain text.
///
/// Takes the scalars behind the bracket, one by one, until it knows.
struct TagScanner: Sendable {
    /// The longest tag or address; a longer one is text.
    static let limit = 400

    enum Verdict {
        case undecided
        /// Plain text: everything is to be read again, without this bracket.
        case text
        /// It goes; a tag that begins or ends a block leaves a line break.
        case removed(breaksLine: Bool)
        /// A mail address, which is spoken.
        case address
        /// Everything goes up to `-->`.
        case comment
    }

    private enum Place { case start, name, address, attributes, quoted(Scalar), declaration }

    /// Everything that was taken.
    private(set) var taken: [Scalar] = []
    private let isInsideWord: Bool
    private var name: [Scalar] = []
    private var place = Place.start
    private var isMail = false
    private var isURL = false

    /// `isInsideWord`: a letter or digit stands right before the bracket, as in `List<Int>`; only
    /// the tags of HTML and closing tags are tags there.
    init(isInsideWord: Bool) { self.isInsideWord = isInsideWord }

    mutating func push(_ scalar: Scalar) -> Verdict {
        taken.append(scalar)
        if scalar == "\n" || taken.count > Self.limit { return .text }
        switch place {
        case .start: return begin(scalar)
        case .name: return pushName(scalar)
        case .address:
            if scalar == ">" { return isMail && !isURL ? .address : .removed(breaksLine: false) }
            if scalar == "@" { isMail = true }
            if scalar == "/" { isURL = true }
            return scalar.isSpace || scalar == "<" ? .text : .undecided
        case .attributes:
            switch scalar {
            case ">": return tag()
            case "\"", "'": place = .quoted(scalar)
            case "-", "_", ":", "=", "/", ".", "@", "#", "%": break
            default: return scalar.isASCIIWord || scalar.isSpace ? .undecided : .text
            }
        case .quoted(let close): if scalar == close { place = .attributes }
        case .declaration:
            if scalar == "-", taken.count == 3 {
                return taken[1] == "-" ? .comment : .text
            }
            if scalar == ">" { return .removed(breaksLine: false) }
            let isFirst = taken.count == 2
            return scalar.isASCIIWord || (isFirst ? scalar == "-" : scalar.isSpace)
                ? .undecided : .text
        }
        return .undecided
    }

    private mutating func begin(_ scalar: Scalar) -> Verdict {
        switch scalar {
        case "/": place = .name
        case "!": place = .declaration
        case _ where scalar.isASCIIWord:
            place = .name
            name.append(scalar.asciiLowercased)
        default: return .text
        }
        return .undecided
    }

    private mutating func pushName(_ scalar: Scalar) -> Verdict {
        switch scalar {
        case ">": return tag()
        case _ where scalar.isASCIIWord || scalar == "-" || scalar == "_":
            name.append(scalar.asciiLowercased)
        case "/" where !name.isEmpty: place = .attributes
        case _ where scalar.isSpace: place = .attributes
        case ":", "@", ".", "+":
            place = .address
            isMail = scalar == "@"
        default: return .text
        }
        return .undecided
    }

    private func tag() -> Verdict {
        guard let first = name.first, first.isASCIILetter else { return .text }
        let known = String(name)
        if Self.blocks.contains(known) { return .removed(breaksLine: true) }
        let mayBeText = isInsideWord && taken.first != "/" && !Self.inline.contains(known)
        return mayBeText ? .text : .removed(breaksLine: false)
    }

    private static let blocks: Set<String> = [
        "article", "blockquote", "br", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul",
    ]

    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
    ]
}
