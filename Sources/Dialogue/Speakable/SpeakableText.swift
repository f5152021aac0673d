// SPDX-License-Identifier: MIT-0

/// Turns what a model writes into what can be spoken, as it arrives.
///
/// It removes and never rewrites: what it gives out are scalars of its input, in order; only white
/// space is made anew. Markdown signs, emoji, fenced code (also unclosed), table rules and pipes,
/// link targets, bare URLs, reference definitions and HTML tags go. A link keeps its label, an
/// image its description, inline code its text, table cells their words (each cell on a line of
/// its own, so that two numbers are not read as one). Words, numbers, units, abbreviations and
/// the numbers of a list stay as written, and so do `*` in `2 * 3` and `_` in `snake_case`.
///
/// Any split of the input gives the same output: the filter is a machine that takes one scalar
/// after the other. It holds back only what is ambiguous, and a bounded amount: at most
/// `LinkScanner.labelLimit` + `LinkScanner.targetLimit` scalars of a bracket that may be a link,
/// `TagScanner.limit` of an angle bracket that may be a tag, `BlockMarkup.infoLimit` of a line
/// that begins like a fence; a line break decides all of them. Time is linear: whatever is held
/// back is looked at again at most once for each bracket in it, and the limits bound that.
///
/// Rejected: a CommonMark parser. Its emphasis and link rules need whole paragraphs, and speech
/// would have to wait for them.
package struct SpeakableText: Sendable {
    private var blocks = BlockMarkup()
    private var inline = InlineMarkup()
    private var signs = SpokenSigns()
    private var endedWithReturn = false
    private var lines: [Scalar] = []
    private var words: [Scalar] = []

    package init() {}

    /// Takes the next text, of any length, and returns what can be spoken of it. White space runs
    /// are one space, or one `\n` where they hold a line break.
    package mutating func push(_ text: String) -> String {
        var spoken = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let endsPair = endedWithReturn && scalar == "\n"
            endedWithReturn = scalar == "\r"
            if endsPair { continue }
            blocks.push(scalar.isLineBreak ? "\n" : scalar, into: &lines)
            hand(to: &spoken)
        }
        return String(spoken)
    }

    /// Ends the text: returns what was held back, and is ready for another text.
    package mutating func finish() -> String {
        var spoken = String.UnicodeScalarView()
        blocks.finish(into: &lines)
        hand(to: &spoken)
        inline.finish(into: &words)
        for scalar in words { signs.push(scalar, into: &spoken) }
        signs.finish(into: &spoken)
        self = SpeakableText()
        return String(spoken)
    }

    private mutating func hand(to spoken: inout String.UnicodeScalarView) {
        for scalar in lines { inline.push(scalar, into: &words) }
        lines.removeAll(keepingCapacity: true)
        for scalar in words { signs.push(scalar, into: &spoken) }
        words.removeAll(keepingCapacity: true)
    }
}
