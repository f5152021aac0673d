// SPDX-License-Identifier: MIT-0

/// Makes one line of a text as it arrives: a run of line breaks and spaces becomes one space, and
/// there is none at the beginning or the end.
///
/// Any split of the input gives the same output. At most one space is held back. No-break spaces
/// stay; so does every other scalar.
package struct SingleLine: Sendable {
    private var isGap = false
    private var isEmpty = true

    package init() {}

    /// Takes the next text, of any length, and returns what belongs to the line by now.
    package mutating func push(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isLineBreak || scalar.isSpace && !scalar.isGlue {
                isGap = !isEmpty
            } else {
                if isGap { line.append(" ") }
                line.append(scalar)
                isGap = false
                isEmpty = false
            }
        }
        return String(line)
    }

    /// Ends the line: the space that was held back belongs to nothing.
    package mutating func finish() { self = SingleLine() }
}
