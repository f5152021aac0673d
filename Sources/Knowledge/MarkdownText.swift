// SPDX-License-Identifier: MIT-0

/// Finds the structure of Markdown: its headings (CommonMark 4.2, 4.3), outside of fenced code. The
/// rest stays as it is written; signs of markup don't disturb a search.
extension DocumentText {
    package init(markdown bytes: [UInt8]) {
        var path = HeadingPath()
        var fence: UInt8?
        // A line that a line of === or --- would make a heading.
        var candidate: ArraySlice<UInt8>?
        var title: String?
        func open(_ level: Int, _ text: ArraySlice<UInt8>) {
            let text = String(decoding: text, as: UTF8.self)
            if level == 1, title == nil { title = text }
            path.heading(level, text)
        }
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let words = line.trimmed
            if let mark = Self.fence(line), fence == nil || fence == mark {
                fence = fence == nil ? mark : nil
            } else if fence == nil, let (level, text) = Self.heading(words), line.indent < 4 {
                flush(&candidate, into: &path)
                open(level, text)
                continue
            } else if fence == nil, let text = candidate, let level = Self.underline(words) {
                candidate = nil
                open(level, text.trimmed)
                continue
            }
            let isFirst = candidate == nil && path.beginsParagraph && fence == nil
            flush(&candidate, into: &path)
            if isFirst, !words.isEmpty, line.indent < 4 {
                candidate = line
            } else {
                path.append(line: line)
            }
        }
        flush(&candidate, into: &path)
        self.init(title: title, sections: path.finish())

        func flush(_ candidate: inout ArraySlice<UInt8>?, into path: inout HeadingPath) {
            if let line = candidate { path.append(line: line) }
            candidate = nil
        }
    }

    /// The sign of a line that opens or closes fenced code.
    private static func fence(_ line: ArraySlice<UInt8>) -> UInt8? {
        let words = line.trimmed
        guard line.indent < 4, let sign = words.first, sign == 0x60 || sign == 0x7E else {
            return nil
        }
        return words.prefix { $0 == sign }.count >= 3 ? sign : nil
    }

    /// `## Text ##`
    private static func heading(_ line: ArraySlice<UInt8>) -> (Int, ArraySlice<UInt8>)? {
        let hash = UInt8(ascii: "#")
        let level = line.prefix(7).prefix { $0 == hash }.count
        let rest = line.dropFirst(level)
        guard (1...6).contains(level), let next = rest.first, isSpace(next) else { return nil }
        var text = rest.trimmed
        let closed = text.reversed().drop { $0 == hash }
        if closed.first.map(isSpace) ?? true { text = text.prefix(closed.count).trimmed }
        return text.isEmpty ? nil : (level, text)
    }

    /// A line of `=` makes the line above it a heading of level 1, a line of `-` one of level 2.
    private static func underline(_ line: ArraySlice<UInt8>) -> Int? {
        guard line.count > 1, let sign = line.first, line.allSatisfy({ $0 == sign }) else {
            return nil
        }
        return sign == UInt8(ascii: "=") ? 1 : sign == UInt8(ascii: "-") ? 2 : nil
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at its ends.
    var trimmed: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !isSpace($0) }),
            let last = lastIndex(where: { !isSpace($0) })
        else { return self[endIndex...] }
        return self[first...last]
    }

    /// How many blanks it begins with; a tab is four.
    var indent: Int {
        var count = 0
        for byte in self {
            if byte == 0x20 { count += 1 } else if byte == 0x09 { count += 4 } else { break }
        }
        return count
    }
}
