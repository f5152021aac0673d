// SPDX-License-Identifier: MIT-0

/// Takes the text out of HTML: headings, paragraphs, the title. Any input gives something: what is no
/// markup is text.
///
/// Rejected: libxml2 (1.9 MB, and a parser of a document object model where only words are wanted).
struct HTMLText {
    /// Elements of which nothing is text that people read.
    private static let silent: Set<String> = [
        "template", "svg", "math", "nav", "object", "select", "button",
    ]
    /// Elements whose content is no markup (HTML 13.1.2).
    private static let raw: Set<String> = [
        "script", "style", "textarea", "title", "iframe", "noscript",
    ]
    /// Elements within a line of text.
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em",
        "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ]

    private let bytes: [UInt8]
    private var place = 0
    private var path = HeadingPath()
    private var title: String?
    /// The text since the last tag that ended a line.
    private var text: [UInt8] = []
    private var hasGap = false
    private var heading: Int?
    private var preformatted = 0
    /// The silent element that we are in, and how many of its name.
    private var skipped: (name: String, depth: Int)?

    static func document(_ bytes: [UInt8]) -> DocumentText {
        var reader = HTMLText(bytes: bytes)
        reader.read()
        return DocumentText(title: reader.title, sections: reader.path.finish())
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func read() {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "<"): if !readMarkup() { take(bytes[place...place]) }
            case UInt8(ascii: "&"): readReference()
            default:
                let end = bytes[place...].firstIndex { $0 == 0x3C || $0 == 0x26 } ?? bytes.count
                take(bytes[place..<end])
            }
        }
        endLine(isParagraph: true)
    }

    // MARK: Text

    private mutating func take(_ run: ArraySlice<UInt8>) {
        place += run.count
        put(run)
    }

    /// Adds text; outside of `pre` a run of white space is one blank.
    private mutating func put(_ run: some Sequence<UInt8>) {
        guard skipped == nil else { return }
        if preformatted > 0 {
            text += run
            return
        }
        for byte in run {
            if isSpace(byte) {
                hasGap = true
            } else {
                if hasGap, !text.isEmpty { text.append(0x20) }
                hasGap = false
                text.append(byte)
            }
        }
    }

    private mutating func endLine(isParagraph: Bool) {
        hasGap = false
        defer { text = [] }
        let words = preformatted > 0 ? text[...] : text[...].trimmed
        guard words.contains(where: { !isSpace($0) }) else { return }
        if let heading {
            // What is tagged within a heading doesn't end it.
            path.heading(heading, String(decoding: words.trimmed, as: UTF8.self))
        } else {
            path.append(words + (isParagraph ? [0x0A, 0x0A] : [0x0A]))
        }
    }

    /// `&amp;`, `&#8212;`, `&#x2014;`; anything else is text.
    private mutating func readReference() {
        let rest = bytes[place...].dropFirst().prefix(33)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")),
            let scalar = HTMLReference.scalar(String(decoding: rest[..<end], as: UTF8.self))
        else {
            take(bytes[place...place])
            return
        }
        place = end + 1
        // A no-break space is a space to those who search.
        put(scalar == "\u{A0}" ? [0x20] : Array(String(Character(scalar)).utf8))
    }

    // MARK: Markup

    /// Reads a tag, a comment or a declaration.
    /// - Returns: false where it is none.
    private mutating func readMarkup() -> Bool {
        let rest = bytes[(place + 1)...]
        guard let first = rest.first else { return false }
        if rest.starts(with: "!--".utf8) {
            skip(past: "-->", from: place + 4)
        } else if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") {
            skip(past: ">", from: place + 2)
        } else {
            let isEnd = first == UInt8(ascii: "/")
            let name = rest.dropFirst(isEnd ? 1 : 0).prefix(while: Self.isNamePart)
            guard let letter = name.first, Self.isLetter(letter) else { return false }
            place = endOfTag(from: name.endIndex)
            let isClosed = !isEnd && place > 1 && bytes[place - 2] == UInt8(ascii: "/")
            obey(String(decoding: name, as: UTF8.self).lowercased(), isEnd: isEnd, isClosed)
        }
        return true
    }

    private mutating func obey(_ name: String, isEnd: Bool, _ isClosed: Bool) {
        if let (silent, depth) = skipped {
            guard name == silent, !isClosed else { return }
            skipped = isEnd && depth == 1 ? nil : (silent, depth + (isEnd ? -1 : 1))
            return
        }
        if !isEnd, Self.raw.contains(name) {
            readRaw(name)
        } else if !isEnd, Self.silent.contains(name), !isClosed {
            skipped = (name, 1)
        } else if !Self.inline.contains(name) {
            structure(name, isEnd: isEnd)
        }
    }

    /// What is not inline ends a line; what is no cell or line break ends a paragraph.
    private mutating func structure(_ name: String, isEnd: Bool) {
        let level = name.count == 2 && name.first == "h" ? Int(name.dropFirst()) : nil
        if name == "td" || name == "th" {
            if !isEnd, !text.isEmpty { put(" | ".utf8) }
            return
        }
        if heading != nil, level == nil {
            put(" ".utf8)
            return
        }
        endLine(isParagraph: name != "br" && name != "tr" && name != "li" && name != "dt")
        if let level, (1...6).contains(level) { heading = isEnd ? nil : level }
        if name == "pre" { preformatted = max(0, preformatted + (isEnd ? -1 : 1)) }
    }

    /// Content that is no markup, to its end tag; only the title is text.
    private mutating func readRaw(_ name: String) {
        let start = place
        var end = place
        while end < bytes.count {
            end = bytes[end...].firstIndex(of: 0x3C) ?? bytes.count
            let tag = bytes[end...].dropFirst(2).prefix(name.utf8.count)
            if bytes[end...].dropFirst().first == 0x2F,
                String(decoding: tag, as: UTF8.self).lowercased() == name
            {
                break
            }
            end += 1
        }
        end = min(end, bytes.count)
        place = end < bytes.count ? endOfTag(from: end) : end
        guard name == "title", title == nil else { return }
        var inner = HTMLText(bytes: Array(bytes[start..<end]))
        inner.read()
        let words = inner.path.finish().flatMap(\.body).split(whereSeparator: isSpace)
        let text = String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
        title = text.isEmpty ? nil : text
    }

    /// Behind the `>` that ends a tag; a quoted value may hold one.
    private func endOfTag(from start: Int) -> Int {
        var quote: UInt8?
        for index in start..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x3E {
                return index + 1
            } else if byte == 0x22 || byte == 0x27, bytes[index - 1] == UInt8(ascii: "=") {
                quote = byte
            }
        }
        return bytes.count
    }

    private mutating func skip(past end: StaticString, from start: Int) {
        let mark = UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
        var index = min(start, bytes.count)
        while index < bytes.count, !bytes[index...].starts(with: mark) { index += 1 }
        place = min(index + mark.count, bytes.count)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte & 0xDF)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x3A
    }
}
