// SPDX-License-Identifier: MIT-0

/// Tells emphasis from plain signs, by what stands before and behind a run of them.
///
/// After CommonMark's flanking rules (0.31, section 6.2), without waiting for the closing run:
/// a run that touches a word or its punctuation on one side is markup, one between spaces is not
/// (`2 * 3`), and one inside a word is only where nothing else is likely (`snake_case`, `2*3`).
struct Emphasis: Sendable {
    /// How many `*` runs opened in this line and did not close.
    private var openStars = 0

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
        if before.isWord && after.isWord {
            return mark == "*" && removesInsideWord(count: count, before, after)
        }
        // `*.txt`, `*=`: neither opens nor closes anything.
        if spaceBefore, Self.closing(after) { return false }
        if mark == "*" { openStars = max(0, openStars + (spaceAfter || !spaceBefore ? -1 : 1)) }
        return true
    }

    private mutating func removesInsideWord(
        count: Int, _ before: Scalar, _ after: Scalar
    ) -> Bool {
        if openStars > 0 {
            openStars -= 1
            return true
        }
        if before.isASCIIWord && after.isASCIIWord,
            count == 1 || before.isASCIIDigit || after.isASCIIDigit
        {
            return false
        }
        openStars += 1
        return true
    }

    private static func closing(_ scalar: Scalar) -> Bool {
        switch scalar {
        case ".", ",", ";", ":", "!", "?", ")", "=", "/": true
        default: false
        }
    }
}
