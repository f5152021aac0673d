// SPDX-License-Identifier: MIT-0

/// The words of a command line, split as a POSIX shell would, without expansions (POSIX, Shell
/// Command Language, 2.2; as Python's `shlex.split`).
enum CommandLineWords {
    /// nil: a quote is never closed, or a backslash ends the line.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var rest = Substring(line)
        while let sign = rest.popFirst() {
            switch sign {
            case _ where sign.isWhitespace:
                if let whole = word { words.append(whole) }
                word = nil
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? "") + String(next)
            case "'":
                guard let end = rest.firstIndex(of: "'") else { return nil }
                word = (word ?? "") + rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "\"":
                guard let inside = quoted(&rest) else { return nil }
                word = (word ?? "") + inside
            default: word = (word ?? "") + String(sign)
            }
        }
        if let whole = word { words.append(whole) }
        return words
    }

    /// Up to the closing double quote; `\` keeps its meaning only before `"` and itself.
    private static func quoted(_ rest: inout Substring) -> String? {
        var text = ""
        while let sign = rest.popFirst() {
            if sign == "\"" { return text }
            if sign == "\\" {
                guard let next = rest.popFirst() else { return nil }
                text += next == "\"" || next == "\\" ? String(next) : "\\" + String(next)
            } else {
                text.append(sign)
            }
        }
        return nil
    }
}
