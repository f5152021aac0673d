// SPDX-License-Identifier: MIT-0

/// Cuts the sections of a document into passages: of a size that a search can tell apart and a
/// language model can be given several of.
///
/// A section is cut where a paragraph ends, else a sentence, else a word; the last sentences before
/// a cut stand in the next passage again, so that what goes on over it is found too.
package enum Chunker {
    /// A passage of a document.
    package struct Chunk: Sendable, Equatable {
        /// Title and headings, ` > ` between.
        package let heading: String
        package let text: String
    }

    /// Characters (Unicode scalars) of a passage, at most.
    static let limit = 1200
    /// Characters that stand in two passages, at most.
    static let overlap = 200

    /// `title`: what the document is called where it doesn't say it.
    package static func chunks(of document: DocumentText, title: String) -> [Chunk] {
        let title = document.title ?? title
        return document.sections.flatMap { section in
            var headings = section.headings
            if headings.first != title { headings.insert(title, at: 0) }
            let heading = headings.joined(separator: " > ")
            return pieces(of: section.body).map {
                Chunk(heading: heading, text: String(decoding: section.body[$0], as: UTF8.self))
            }
        }
    }

    /// The ranges of `text`'s passages, without white space at their ends.
    static func pieces(of text: [UInt8]) -> [Range<Int>] {
        text.withUnsafeBufferPointer { text in
            var pieces: [Range<Int>] = []
            var start = skipSpace(text, 0)
            while start < text.count {
                let full = advance(text, start, characters: limit)
                let end = full == text.count ? full : cut(text, start..<full)
                var last = end
                while last > start, isSpace(text[last - 1]) { last -= 1 }
                if last > start { pieces.append(start..<last) }
                guard end < text.count else { break }
                let next = skipSpace(text, end)
                // Nothing but space is left.
                guard next < text.count else { break }
                start = again(text, before: end, after: start) ?? next
            }
            return pieces
        }
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Where to cut a window: behind the last paragraph in its second half, else behind the last
    /// sentence in its last three quarters, else behind a word, else at its end.
    private static func cut(_ text: Bytes, _ window: Range<Int>) -> Int {
        let half = window.lowerBound + window.count / 2
        let quarter = window.lowerBound + window.count / 4
        for index in (half..<window.upperBound).reversed() where endsParagraph(text, index) {
            return index
        }
        for index in (quarter..<window.upperBound).reversed() where endsSentence(text, index) {
            return index
        }
        for index in (quarter..<window.upperBound).reversed() where isSpace(text[index]) {
            return index
        }
        return window.upperBound
    }

    /// Where the next passage begins so that it has the last sentences before `end` again; nil where
    /// no sentence is that short.
    private static func again(_ text: Bytes, before end: Int, after start: Int) -> Int? {
        var earliest = end
        for _ in 0..<overlap where earliest > start + 1 {
            earliest -= 1
            while earliest > start + 1, text[earliest] & 0xC0 == 0x80 { earliest -= 1 }
        }
        for index in earliest..<end {
            if endsSentence(text, index) || endsParagraph(text, index) {
                let next = skipSpace(text, index)
                if next < end { return next }
            }
        }
        return nil
    }

    /// Whether a paragraph ends before `index`: an empty line follows.
    private static func endsParagraph(_ text: Bytes, _ index: Int) -> Bool {
        index > 0 && index + 1 < text.count && text[index] == 0x0A && text[index + 1] == 0x0A
    }

    /// Whether a sentence ends before `index`: behind a full stop and a blank, or a full stop of
    /// Chinese and Japanese. Abbreviations are taken for ends too: little harm comes of it.
    private static func endsSentence(_ text: Bytes, _ index: Int) -> Bool {
        guard index > 2, index < text.count else { return false }
        if isSpace(text[index]) {
            var last = index - 1
            // ASCII's closing quotes and brackets.
            while last > 0, [0x22, 0x27, 0x29, 0x5D].contains(text[last]) { last -= 1 }
            return [0x2E, 0x21, 0x3F].contains(text[last])
        }
        switch (text[index - 3], text[index - 2], text[index - 1]) {
        case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): return true
        default: return false
        }
    }

    private static func skipSpace(_ text: Bytes, _ start: Int) -> Int {
        var index = start
        while index < text.count, isSpace(text[index]) { index += 1 }
        return index
    }

    /// Where so many characters from `start` end.
    private static func advance(_ text: Bytes, _ start: Int, characters: Int) -> Int {
        guard text.count - start > characters else { return text.count }
        var (index, left) = (start, characters)
        while index < text.count, left > 0 || text[index] & 0xC0 == 0x80 {
            if text[index] & 0xC0 != 0x80 { left -= 1 }
            index += 1
        }
        return index
    }
}
