// SPDX-License-Identifier: MIT-0

/// Tells emphasis from plain signs, by what stands before and behind a run of them.
///
/// After CommonMark's flanking rules (0.31, section 6.2), without waiting for the closing run:
/// a run that touches a word or its punctuation on one side is markup, one between spaces is not
/// (`2 * 3`), and one inside a word is only where nothing else is likely (`snake_case`, `2*3`).
/// A `*` that closes needs an opening run of its length; no other run looks for its partner.
struct Emphasis: Sendable {
    /// How many runs opened in this paragraph and did not close: of one `*`, and of two.
    private var openSingle = 0
    private var openDouble = 0

    /// Whether a run of `count` signs `mark` goes. Runs are given in the order of the text.
    mutating func removes(
        _ mark: Scalar, count: Int, between before: Scalar, and after: Scalar
    ) -> Bool {
        let spaceBefore = before.isSpace || before.isLineBreak
        let spaceAfter = after.isSpace || after.isLineBreak
        switch mark {
        case "|": return count == 1 && spaceBefore && spaceAfter
        case "$": return count == 2
        case "~": return count == 2 && !(spaceBefore && spaceAfter)
        default: break
        }
        if spaceBefore && spaceAfter { return false }
        if mark == "_", before.isWord, after.isWord { return false }
        // `*.txt`, `*=`: neither opens nor closes anything.
        if spaceBefore, Self.isClosing(after) { return false }
        if mark != "*" { return true }
        if !spaceBefore, closes(count) { return true }
        if !spaceBefore, !spaceAfter, Self.isOperator(count, before, after) { return false }
        if !spaceAfter {
            if count != 2 { openSingle += 1 }
            if count >= 2 { openDouble += 1 }
        }
        return true
    }

    /// Closes what a run of this length opened, if there is any.
    private mutating func closes(_ count: Int) -> Bool {
        let single = count != 2 && openSingle > 0
        let double = count >= 2 && openDouble > 0
        if single { openSingle -= 1 }
        if double { openDouble -= 1 }
        return single || double
    }

    /// `2*3`, `x**2`, `f(x)*(a+b)`, `2*-3`: no space, and nothing open that it could close.
    private static func isOperator(_ count: Int, _ before: Scalar, _ after: Scalar) -> Bool {
        guard before.isASCIIWord || before == ")" || before == "]" else { return false }
        if after.isASCIIWord { return count == 1 || before.isASCIIDigit || after.isASCIIDigit }
        return after == "(" || after == "[" || before.isASCIIDigit && after == "-"
    }

    private static func isClosing(_ scalar: Scalar) -> Bool {
        switch scalar {
        case ".", ",", ";", ":", "!", "?", ")", "=", "/": true
        default: false
        }
    }
}
