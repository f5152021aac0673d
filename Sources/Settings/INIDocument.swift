// SPDX-License-Identifier: MIT-0

/// An INI file as AWS's shared files and ours are written: sections, `key = value`, comments.
///
/// Rules (those of the AWS SDKs' shared files): a line whose first character is `#` or `;` is a
/// comment; so is the rest of a value after white space and one of these. A line that begins with
/// white space goes on with the value before it (kept, joined by a newline). A section or a key
/// that stands twice: the later keys win, the sections merge.
package struct INIDocument: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var key: String
        package var value: String
        /// 1-based.
        package var line: Int
    }

    package struct Section: Sendable, Equatable {
        package var name: String
        /// 1-based line of its first header.
        package var line: Int
        package var entries: [Entry]

        package subscript(key: String) -> String? { entries.last { $0.key == key }?.value }
    }

    /// In the order of their first headers.
    package private(set) var sections: [Section] = []

    /// Parses `text`; `file` is for messages only.
    package init(_ text: String, file: String) throws(SettingsError) {
        // A byte-order mark, which editors of other systems put there, is no part of the first line.
        let hasMark = text.unicodeScalars.first == "\u{FEFF}"
        let text = hasMark ? String(text.unicodeScalars.dropFirst()) : text
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() {
            try take(line, number: index + 1, file: file)
        }
    }

    package subscript(name: String) -> Section? { sections.first { $0.name == name } }

    private var current: Int?

    private mutating func take(
        _ line: Substring, number: Int, file: String
    ) throws(SettingsError) {
        let text = line.trimmed
        guard let first = text.first, first != "#", first != ";" else { return }
        if line.first?.isWhitespace == true, let current, !sections[current].entries.isEmpty {
            let last = sections[current].entries.count - 1
            sections[current].entries[last].value += "\n" + text
        } else if first == "[" {
            guard let end = text.firstIndex(of: "]") else {
                throw .syntax(file: file, line: number, problem: "a section name lacks its ']'")
            }
            open(text[text.index(after: text.startIndex)..<end].trimmed, line: number)
        } else {
            guard let current else {
                throw .syntax(
                    file: file, line: number, problem: "a key stands before the first [section]")
            }
            sections[current].entries.append(try entry(text, number: number, file: file))
        }
    }

    private mutating func open(_ name: Substring, line: Int) {
        current = sections.firstIndex { $0.name == name }
        if current == nil {
            sections.append(Section(name: String(name), line: line, entries: []))
            current = sections.count - 1
        }
    }

    private func entry(
        _ text: Substring, number: Int, file: String
    ) throws(SettingsError) -> Entry {
        guard let equals = text.firstIndex(of: "=") else {
            throw .syntax(file: file, line: number, problem: "expected 'key = value'")
        }
        let key = text[..<equals].trimmed
        guard !key.isEmpty else {
            throw .syntax(file: file, line: number, problem: "a key is missing before '='")
        }
        let value = withoutComment(text[text.index(after: equals)...].trimmed)
        return Entry(key: String(key), value: String(value), line: number)
    }

    private func withoutComment(_ value: Substring) -> Substring {
        var previous: Character = " "
        for index in value.indices {
            if value[index] == "#" || value[index] == ";", previous.isWhitespace {
                return value[..<index].trimmed
            }
            previous = value[index]
        }
        return value
    }
}

extension Substring {
    var trimmed: Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
