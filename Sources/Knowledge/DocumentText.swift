// SPDX-License-Identifier: MIT-0

/// A document as its reader found it: text under headings.
package struct DocumentText: Sendable, Equatable {
    /// What stands between two headings.
    package struct Section: Sendable, Equatable {
        /// The headings above it, outermost first.
        package var headings: [String]
        /// UTF-8; paragraphs have an empty line between them.
        package var body: [UInt8]

        package init(headings: [String] = [], body: [UInt8]) {
            self.headings = headings
            self.body = body
        }
    }

    /// What the document calls itself; nil where it doesn't.
    package var title: String?
    package var sections: [Section]

    package init(title: String? = nil, sections: [Section]) {
        self.title = title
        self.sections = sections
    }

    /// Plain text: one section. A form feed starts a page, and pages are sections where there are any.
    package init(plain bytes: [UInt8]) {
        let pages = bytes.split(separator: 0x0C, omittingEmptySubsequences: false)
        guard pages.count > 1 else {
            self.init(sections: [Section(body: bytes)])
            return
        }
        self.init(
            sections: zip(1..., pages).map { number, page in
                Section(headings: ["page \(number)"], body: Array(page))
            })
    }
}

/// The headings that stand above the text, while a document is read from top to bottom.
struct HeadingPath {
    /// Characters of a heading; what is longer is none, but a mistake.
    private static let longest = 200

    private(set) var sections: [DocumentText.Section] = []
    private var path: [(level: Int, text: String)] = []
    private var body: [UInt8] = []
    /// Whether the last heading has nothing below it yet.
    private var isBare = false

    /// Opens a section. A heading that stands alone is a text of its own, unless another below it
    /// carries it on.
    mutating func heading(_ level: Int, _ text: String) {
        close(under: level)
        path.removeAll { $0.level >= level }
        path.append((level, text))
        isBare = true
    }

    mutating func append(_ bytes: some Sequence<UInt8>) { body += bytes }

    /// A line without its line feed. One of white space only is an empty one.
    mutating func append(line: ArraySlice<UInt8>) {
        if !line.trimmed.isEmpty { body += line }
        body.append(0x0A)
    }

    /// Whether what is appended next begins a paragraph.
    var beginsParagraph: Bool { body.suffix(2).allSatisfy { $0 == 0x0A } }

    /// All sections, once the document is over.
    mutating func finish() -> [DocumentText.Section] {
        close(under: 0)
        return sections
    }

    private mutating func close(under level: Int) {
        let isEmpty = body.allSatisfy(isSpace)
        if !isEmpty {
            add(body)
        } else if isBare, let last = path.last,
            level <= last.level || last.text.count > Self.longest
        {
            add(Array(last.text.utf8))
        }
        body = []
        isBare = false
    }

    private mutating func add(_ body: [UInt8]) {
        let headings = path.map { String($0.text.prefix(Self.longest)) }
        sections.append(.init(headings: headings, body: body))
    }
}

/// ASCII's white space.
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
