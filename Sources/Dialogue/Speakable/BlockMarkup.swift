// SPDX-License-Identifier: MIT-0

/// Removes what Markdown puts at the beginning of lines, and lines that are nothing but markup:
/// quote, heading and list signs, rules, fenced code; the pipes of a table row become line breaks.
///
/// A line's beginning is held back until it is known what it is; the rest passes at once.
/// Indentation goes, what is indented stays: it is a nested item more often than code.
struct BlockMarkup: Sendable {
    /// The longest info string of a fence: a longer line that begins with three backticks is taken
    /// for a fence without waiting for its end.
    static let infoLimit = 200
    /// The longest rule that is held back; what is longer is gone already when the line goes on.
    static let ruleLimit = 200

    private enum Place {
        /// Nothing but markup so far.
        case start
        case text, row
        /// Digits that may number a list item, and the same with their full stop.
        case number(Int)
        case numbered
        case hashes(Int), quote, rule, longRule
        /// In a heading, behind so many closing signs; nil where none can begin.
        case heading(Int?)
        case marks(Scalar, Int)
        /// Behind three or more backticks (so many): a fence, unless another backtick follows.
        case info(Int)
        case fence(Fence)
    }

    private var place = Place.start
    private var held: [Scalar] = []
    private var isInTable = false
    private var isBlank = true
    private var isEscaped = false

    /// Takes one scalar; a line break is `\n`.
    mutating func push(_ scalar: Scalar, into output: inout [Scalar]) {
        if scalar == "\n" { return endLine(into: &output) }
        switch place {
        case .start: begin(scalar, into: &output)
        case .text: output.append(scalar)
        case .row: pushToRow(scalar, into: &output)
        case .number, .numbered: pushNumber(scalar, into: &output)
        case .hashes(let count):
            if scalar == "#" {
                place = .hashes(count + 1)
            } else if scalar.isSpace, count <= 6 {
                place = .heading(0)
            } else {
                release("#", count, then: scalar, into: &output)
            }
        case .heading(let hashes): pushHeading(scalar, hashes, into: &output)
        case .quote:
            // A comparison is no quotation.
            if scalar.isASCIIDigit || scalar == "=" {
                release(">", 1, then: scalar, into: &output)
            } else {
                place = .start
                begin(scalar, into: &output)
            }
        case .rule: pushRule(scalar, into: &output)
        case .longRule: if !Self.isRuleSign(scalar) { write(scalar, into: &output) }
        case .marks, .info: pushFenceStart(scalar, into: &output)
        case .fence(var fence):
            fence.push(scalar)
            place = .fence(fence)
        }
    }

    /// Ends the text: gives out what is no markup after all.
    mutating func finish(into output: inout [Scalar]) {
        closeLine(into: &output)
        self = BlockMarkup()
    }

    // MARK: The beginning of a line

    private mutating func begin(_ scalar: Scalar, into output: inout [Scalar]) {
        if scalar.isSpace { return }
        isBlank = false
        switch scalar {
        case ">": place = .quote
        case "#": place = .hashes(1)
        case "`", "~": place = .marks(scalar, 1)
        case "•", "‣", "◦", "▪", "●", "○", "■", "□": break
        case _ where Self.isRuleSign(scalar):
            place = .rule
            held = [scalar]
        case _ where scalar.isASCIIDigit && !isInTable:
            place = .number(1)
            output.append(scalar)
        default: write(scalar, into: &output)
        }
    }

    private mutating func write(_ scalar: Scalar, into output: inout [Scalar]) {
        place = isInTable ? .row : .text
        push(scalar, into: &output)
    }

    private mutating func release(
        _ mark: Scalar, _ count: Int, then scalar: Scalar?, into output: inout [Scalar]
    ) {
        output.append(contentsOf: repeatElement(mark, count: count))
        place = isInTable ? .row : .text
        if let scalar { push(scalar, into: &output) }
    }

    /// `# Title #`: the signs that close a heading stand behind a space and before its end.
    private mutating func pushHeading(
        _ scalar: Scalar, _ hashes: Int?, into output: inout [Scalar]
    ) {
        if let hashes, scalar == "#" {
            place = .heading(hashes + 1)
            return
        }
        if let hashes, !scalar.isSpace {
            output.append(contentsOf: repeatElement("#", count: hashes))
        }
        place = .heading(scalar.isSpace ? hashes ?? 0 : nil)
        output.append(scalar)
    }

    /// The number of a list item stays, and the item may begin with markup of its own.
    private mutating func pushNumber(_ scalar: Scalar, into output: inout [Scalar]) {
        switch place {
        case .number(let digits) where scalar.isASCIIDigit && digits < 9:
            place = .number(digits + 1)
            output.append(scalar)
        case .number where scalar == "." || scalar == ")":
            place = .numbered
            output.append(scalar)
        case .numbered where scalar.isSpace:
            place = .start
            output.append(scalar)
        default: write(scalar, into: &output)
        }
    }

    // MARK: Rules, lists, tables

    private static func isRuleSign(_ scalar: Scalar) -> Bool {
        switch scalar {
        case "-", "*", "_", "=", "|", ":", "+": true
        default: false
        }
    }

    private mutating func pushRule(_ scalar: Scalar, into output: inout [Scalar]) {
        guard Self.isRuleSign(scalar) || scalar.isSpace else {
            return endMarkers(before: scalar, into: &output)
        }
        held.append(scalar)
        guard held.count > Self.ruleLimit else { return }
        if isRule {
            held.removeAll()
            place = .longRule
        } else {
            endMarkers(before: nil, into: &output)
        }
    }

    /// Whether a line of nothing but `held` is a thematic break, a heading's underline, a table's
    /// rule or an empty item.
    private var isRule: Bool {
        func count(_ sign: Scalar) -> Int { held.count { $0 == sign } }
        return held.contains("|") || count("=") >= 2
            || count("-") >= 3 || count("*") >= 3 || count("_") >= 3
            || held.filter { !$0.isSpace }.count == 1 && held[0] != "_" && held[0] != ":"
    }

    /// What was held is no rule: it is list signs, a row's first pipe, emphasis, or text.
    private mutating func endMarkers(before scalar: Scalar?, into output: inout [Scalar]) {
        var rest = held[...]
        held = []
        while let sign = rest.first, sign == "-" || sign == "*" || sign == "+",
            rest.dropFirst().first?.isSpace == true
        {
            rest = rest.dropFirst().drop { $0.isSpace }
        }
        if rest.isEmpty {
            place = .start
        } else if rest.first == "|" || isInTable {
            place = .row
            if rest.first == "|" { rest.removeFirst() }
        } else {
            place = .text
        }
        for sign in rest { push(sign, into: &output) }
        if let scalar { push(scalar, into: &output) }
    }

    private mutating func pushToRow(_ scalar: Scalar, into output: inout [Scalar]) {
        output.append(scalar == "|" && !isEscaped ? "\n" : scalar)
        isEscaped = scalar == "\\" && !isEscaped
    }

    // MARK: Fences

    private mutating func pushFenceStart(_ scalar: Scalar, into output: inout [Scalar]) {
        switch place {
        case .marks(let mark, let count) where scalar == mark: place = .marks(mark, count + 1)
        case .marks(let mark, let count) where count < 3:
            release(mark, count, then: scalar, into: &output)
        case .marks("`", let count):
            place = .info(count)
            held = [scalar]
        case .marks(let mark, let count): place = .fence(Fence(mark: mark, length: count))
        case .info(let count) where scalar == "`":
            // Inline code that begins a line.
            let info = held
            held = []
            release("`", count, then: nil, into: &output)
            for sign in info { push(sign, into: &output) }
            push(scalar, into: &output)
        case .info(let count):
            held.append(scalar)
            if held.count > Self.infoLimit {
                held = []
                place = .fence(Fence(mark: "`", length: count))
            }
        default: break
        }
    }

    // MARK: The end of a line

    private mutating func endLine(into output: inout [Scalar]) {
        closeLine(into: &output)
        if case .fence(var fence) = place {
            let isClosed = fence.endLine()
            place = isClosed ? .start : .fence(fence)
        } else {
            place = .start
        }
        held.removeAll()
        isEscaped = false
        isBlank = true
        output.append("\n")
    }

    /// Decides about what is held when nothing follows in its line.
    private mutating func closeLine(into output: inout [Scalar]) {
        switch place {
        case .rule where isRule:
            if held.contains("|"), held.contains("-") { isInTable = true }
        case .rule: endMarkers(before: nil, into: &output)
        case .marks(let mark, let count) where count < 3:
            release(mark, count, then: nil, into: &output)
        case .marks(let mark, let count): place = .fence(Fence(mark: mark, length: count))
        case .info(let count): place = .fence(Fence(mark: "`", length: count))
        case .start where isBlank: isInTable = false
        default: break
        }
    }
}
