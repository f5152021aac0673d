// SPDX-License-Identifier: MIT-0

/// Cuts bytes into lines of text as they arrive.
///
/// A line ends with LF or CRLF, which are not part of it; the last may end with the input instead.
/// Invalid UTF-8 is replaced as `UTF8Text` says. A chunk may end anywhere. A line is held back until
/// it ends, however long it is: memory is bounded by the longest line only.
package struct UTF8Lines: Sendable {
    private var text = UTF8Text()
    private var line = String.UnicodeScalarView()
    private var isOpen = false

    package init() {}

    /// Whether anything had to be replaced so far.
    package var hadInvalid: Bool { text.hadInvalid }

    /// Takes the next bytes and returns the lines that are complete.
    package mutating func push(_ bytes: some Sequence<UInt8>) -> [String] {
        split(text.push(bytes))
    }

    /// Ends the input: returns the last line, if it had no line break.
    package mutating func finish() -> [String] {
        var lines = split(text.finish())
        if isOpen { lines.append(takeLine()) }
        return lines
    }

    private mutating func split(_ text: String) -> [String] {
        var lines: [String] = []
        for scalar in text.unicodeScalars {
            isOpen = true
            if scalar == "\n" {
                if line.last == "\r" { line.removeLast() }
                lines.append(takeLine())
            } else {
                line.append(scalar)
            }
        }
        return lines
    }

    private mutating func takeLine() -> String {
        defer {
            line = String.UnicodeScalarView()
            isOpen = false
        }
        return String(line)
    }
}
