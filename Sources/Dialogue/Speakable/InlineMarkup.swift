// SPDX-License-Identifier: MIT-0

/// Removes the markup inside a line: emphasis, code marks, links and images, tags, URLs, escapes.
///
/// A machine over scalars with at most one construct open; a construct that turns out to be plain
/// text is read again behind its first scalar. A line break ends every construct but emphasis,
/// which an empty line ends.
struct InlineMarkup: Sendable {
    /// What is not decided yet.
    private enum Open {
        case nothing
        case run(Scalar, Int)
        case exclamation
        case escape
        case link(LinkScanner)
        case tag(TagScanner)
        /// Letters that may begin a URL.
        case scheme([Scalar])
    }

    /// What is dropped, or passed, without being looked into.
    private enum Stretch {
        case none
        case url(BareAddress)
        /// The host behind `www.`.
        case host
        /// A link's target that is too long to be held, with so many parentheses open.
        case target(Int)
        /// An HTML comment, with so many dashes just before.
        case comment(Int)
        case line
    }

    private var open = Open.nothing
    private var stretch = Stretch.none
    private var emphasis = Emphasis()
    /// The length of the backtick run that opened a code span; 0 outside of one.
    private var codeMark = 0
    /// The scalar before this one, as it was written.
    private var previous: Scalar = "\n"
    private var isAtLineStart = true

    /// Takes one scalar; a line break is `\n`.
    mutating func push(_ scalar: Scalar, into output: inout [Scalar]) {
        if isStretched(over: scalar, into: &output) { return }
        switch open {
        case .nothing: begin(scalar, into: &output)
        case .run(let mark, let count):
            if scalar == mark {
                open = .run(mark, count + 1)
            } else {
                close(mark, count, before: scalar, into: &output)
                push(scalar, into: &output)
            }
        case .exclamation:
            open = .nothing
            if scalar == "[" {
                beginLink(isImage: true)
            } else {
                write("!", into: &output)
                push(scalar, into: &output)
            }
        case .escape: pushEscaped(scalar, into: &output)
        case .link(var scanner):
            open = .nothing  // or the scanner's text would be copied
            let verdict = scanner.push(scalar)
            open = .link(scanner)
            decide(verdict, scanner, into: &output)
        case .tag(var scanner):
            open = .nothing  // or the scanner's text would be copied
            let verdict = scanner.push(scalar)
            open = .tag(scanner)
            decide(verdict, scanner, into: &output)
        case .scheme(let letters): pushScheme(letters, scalar, into: &output)
        }
    }

    /// Ends the text: gives out what is no markup after all, as the end of a line would.
    mutating func finish(into output: inout [Scalar]) {
        push("\n", into: &output)
        if output.last == "\n" { output.removeLast() }
        self = InlineMarkup()
    }

    private mutating func replay(_ scalars: some Sequence<Scalar>, into output: inout [Scalar]) {
        for scalar in scalars { push(scalar, into: &output) }
    }

    private mutating func write(_ scalar: Scalar, into output: inout [Scalar]) {
        output.append(scalar)
        previous = scalar
        if !scalar.isSpace { isAtLineStart = false }
    }

    // MARK: Beginnings

    private mutating func begin(_ scalar: Scalar, into output: inout [Scalar]) {
        switch scalar {
        case "\n":
            codeMark = 0
            if isAtLineStart { emphasis = Emphasis() }
            write(scalar, into: &output)
            isAtLineStart = true
        case "`": open = .run(scalar, 1)
        case _ where codeMark > 0: write(scalar, into: &output)
        case "*", "_", "~", "|", "$": open = .run(scalar, 1)
        case "!": open = .exclamation
        case "\\": open = .escape
        case "[": beginLink(isImage: false)
        case "<": open = .tag(TagScanner(isInsideWord: previous.isASCIIWord))
        case "h", "H", "f", "F", "m", "M", "w", "W":
            if previous.isASCIIWord {
                write(scalar, into: &output)
            } else {
                open = .scheme([scalar])
            }
        default: write(scalar, into: &output)
        }
    }

    private mutating func beginLink(isImage: Bool) {
        open = .link(
            LinkScanner(
                isImage: isImage, isAtLineStart: isAtLineStart, mayRefer: !previous.isASCIIWord))
    }

    // MARK: Decisions

    private mutating func close(
        _ mark: Scalar, _ count: Int, before next: Scalar, into output: inout [Scalar]
    ) {
        open = .nothing
        if mark == "`" {
            // Nobody speaks a backtick, so even one that opens nothing goes.
            if codeMark == 0 { codeMark = count } else if codeMark == count { codeMark = 0 }
        } else if !emphasis.removes(mark, count: count, between: previous, and: next) {
            for _ in 0..<count { write(mark, into: &output) }
        }
        previous = mark
    }

    /// A backslash before punctuation goes, and so do LaTeX's `\(`, `\)`, `\[` and `\]`.
    private mutating func pushEscaped(_ scalar: Scalar, into output: inout [Scalar]) {
        open = .nothing
        switch scalar {
        case "(", ")", "[", "]": previous = scalar
        case "\n": push(scalar, into: &output)
        case _ where scalar.isASCIIPunctuation: write(scalar, into: &output)
        default:
            write("\\", into: &output)
            push(scalar, into: &output)
        }
    }

    private mutating func decide(
        _ verdict: LinkScanner.Verdict, _ scanner: LinkScanner, into output: inout [Scalar]
    ) {
        if case .undecided = verdict { return }
        open = .nothing
        // A line break decides, and is no part of what it ended.
        let lineBreak = scanner.taken.last == "\n" ? scanner.taken.suffix(1) : []
        switch verdict {
        case .undecided: break
        case .text:
            if scanner.isImage { write("!", into: &output) }
            write("[", into: &output)
            replay(scanner.taken, into: &output)
        case .link:
            replay(scanner.label + lineBreak, into: &output)
        case .longTarget(let depth):
            replay(scanner.label, into: &output)
            stretch = .target(depth)
        case .nothing(let includingLast):
            if !includingLast { replay(scanner.taken.suffix(1), into: &output) }
        case .definition:
            stretch = .line
            replay(lineBreak, into: &output)
        }
    }

    private mutating func decide(
        _ verdict: TagScanner.Verdict, _ scanner: TagScanner, into output: inout [Scalar]
    ) {
        if case .undecided = verdict { return }
        open = .nothing
        switch verdict {
        case .undecided: break
        case .text:
            write("<", into: &output)
            replay(scanner.taken, into: &output)
        case .removed(let breaksLine): if breaksLine { push("\n", into: &output) }
        case .address: replay(scanner.taken.dropLast(), into: &output)
        case .comment: stretch = .comment(0)
        }
    }

    // MARK: URLs and other stretches

    private mutating func pushScheme(
        _ letters: [Scalar], _ scalar: Scalar, into output: inout [Scalar]
    ) {
        let word = letters + [scalar]
        let start = word.map(\.asciiLowercased)
        open = .nothing
        if BareAddress.schemes.contains(start) {
            stretch = .url(BareAddress())
            previous = "/"
            isAtLineStart = false
        } else if start == BareAddress.web {
            for letter in word { write(letter, into: &output) }
            stretch = .host
        } else if BareAddress.begins(with: start) {
            if start != BareAddress.mail { open = .scheme(word) }
        } else {
            for letter in letters { write(letter, into: &output) }
            push(scalar, into: &output)
        }
    }

    /// Whether the scalar is dealt with, as part of a stretch.
    private mutating func isStretched(over scalar: Scalar, into output: inout [Scalar]) -> Bool {
        switch stretch {
        case .none: return false
        case .url(var url):
            stretch = .none
            let goesOn = url.push(scalar)
            if goesOn {
                stretch = .url(url)
            } else {
                replay(url.held, into: &output)
                push(scalar, into: &output)
            }
        case .host:
            if scalar == "." || scalar == "-" || scalar.isWord && !scalar.isWide {
                write(scalar, into: &output)
            } else {
                stretch = .none
                guard scalar == "/" || scalar == "?" || scalar == "#" || scalar == ":" else {
                    return false
                }
                var path = BareAddress()
                if path.push(scalar) { stretch = .url(path) }
            }
        case .target(let depth):
            stretch = .target(scalar == "(" ? depth + 1 : scalar == ")" ? depth - 1 : depth)
            if scalar == "\n" || scalar == ")" && depth == 0 { stretch = .none }
            return scalar != "\n"
        case .comment(let dashes):
            stretch = .comment(scalar == "-" ? min(dashes + 1, 2) : 0)
            if scalar == ">", dashes == 2 { stretch = .none }
        case .line:
            if scalar == "\n" { stretch = .none }
            return scalar != "\n"
        }
        return true
    }
}
