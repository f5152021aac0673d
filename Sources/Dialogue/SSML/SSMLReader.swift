// SPDX-License-Identifier: MIT-0

/// Finds the documents in a stream of SSML: each from `<speak …>` to `</speak>`.
///
/// What is inside is the service's to judge; only comments, CDATA and quoted values are known, in
/// which the end tag is no end. Between documents stand white space, comments, a document type and
/// processing instructions (`<?xml …?>`), which are left out. A line break inside a document becomes
/// a space, which is the same to XML, so that a document is one line. Any split of the input gives
/// the same documents. Time is linear.
package struct SSMLReader: Sendable {
    /// What is wrong with the stream, and in which line of it.
    package enum Problem: Error, Equatable {
        /// Text that belongs to no document; its beginning.
        case textOutside(String, line: Int)
        /// The input ended inside the document that begins in that line.
        case endless(line: Int)
        /// The document that begins in that line is longer than any that is spoken.
        case tooLong(line: Int)
    }

    private enum Place {
        case outside
        /// In text that belongs to no document: its beginning is gathered for the message.
        case stray
        /// In a tag or the like, since its `<`; `quote` is open.
        case tag(quote: Scalar?)
        /// Runs to the given sign.
        case comment, instruction, section
        case text
    }

    /// The document so far; outside, the tag or comment so far.
    private var text: [Scalar] = []
    private var place = Place.outside
    /// Where the tag, comment or section began in `text`.
    private var start = 0
    private var isInside = false
    private var line = 1
    private var firstLine = 1
    private var wasReturn = false

    /// How much of stray text a message shows.
    private static let longestStray = 30

    /// Scalars of a document; services take far less.
    package static let longest = 100_000

    package init() {}

    /// Takes the next text, of any length, and returns the documents that are complete, and the
    /// problem that follows them. After a problem nothing more is good.
    package mutating func push(_ input: String) -> (documents: [String], problem: Problem?) {
        var documents: [String] = []
        for scalar in input.unicodeScalars {
            if let problem = take(scalar, into: &documents) { return (documents, problem) }
        }
        return (documents, nil)
    }

    /// Ends the stream.
    package func finish() -> Problem? {
        if case .outside = place { return nil }
        return isInside ? .endless(line: firstLine) : .textOutside(String(text), line: firstLine)
    }

    private mutating func take(_ scalar: Scalar, into documents: inout [String]) -> Problem? {
        // CR LF is one line.
        if scalar.isLineBreak, !(scalar == "\n" && wasReturn) { line += 1 }
        wasReturn = scalar == "\r"
        if case .outside = place {
            if scalar.isLineBreak || scalar.isSpace || scalar == "\u{FEFF}" { return nil }
            firstLine = line
            if scalar != "<" { place = .stray }
        }
        if case .stray = place {
            guard !scalar.isLineBreak, scalar != "<", text.count < Self.longestStray else {
                return finish()
            }
        }
        guard text.count < Self.longest else { return .tooLong(line: firstLine) }
        text.append(scalar.isLineBreak ? " " : scalar)
        advance(scalar)
        switch place {
        case .text where !isInside: return endOutside(into: &documents)
        case .text where endsDocument: end(into: &documents)
        default: break
        }
        return nil
    }

    /// Moves on in the syntax; `scalar` is the last of `text`.
    private mutating func advance(_ scalar: Scalar) {
        switch place {
        case .outside, .text:
            guard scalar == "<" else { return }
            start = text.count - 1
            place = .tag(quote: nil)
        case .tag(let quote?): if scalar == quote { place = .tag(quote: nil) }
        case .tag(nil): advanceInTag(scalar)
        case .comment: close(scalar, behind: "--", shortest: 7)
        case .instruction: close(scalar, behind: "?", shortest: 4)
        case .section: close(scalar, behind: "]]", shortest: 12)
        case .stray: break
        }
    }

    private mutating func advanceInTag(_ scalar: Scalar) {
        let tag = text[start...]
        switch scalar {
        case ">": place = .text
        case "\"", "'": place = .tag(quote: scalar)
        case "?" where tag.count == 2: place = .instruction
        case "-" where tag.elementsEqual("<!--".unicodeScalars): place = .comment
        case "[" where tag.elementsEqual("<![CDATA[".unicodeScalars): place = .section
        default: break
        }
    }

    /// A comment or the like ends with `>` behind `sign`; `<!-->` has not ended.
    private mutating func close(_ scalar: Scalar, behind sign: String, shortest: Int) {
        guard scalar == ">", text.count - start >= shortest,
            text.dropLast().suffix(sign.unicodeScalars.count).elementsEqual(sign.unicodeScalars)
        else { return }
        place = .text
    }

    /// A tag, a comment or an instruction outside is complete: a document begins, or nothing does.
    private mutating func endOutside(into documents: inout [String]) -> Problem? {
        if ["<!--", "<?", "<!DOCTYPE"].contains(where: { text.starts(with: $0.unicodeScalars) }) {
            text = []
            place = .outside
            return nil
        }
        let name = text.dropFirst().prefix { !$0.isSpace && $0 != ">" && $0 != "/" }
        guard name.elementsEqual("speak".unicodeScalars) else {
            return .textOutside(String(text), line: firstLine)
        }
        isInside = true
        if text.dropLast().last == "/" { end(into: &documents) }
        return nil
    }

    /// Whether what was just closed is the end tag.
    private var endsDocument: Bool {
        guard text.last == ">", text[start...].starts(with: "</speak".unicodeScalars) else {
            return false
        }
        return text[(start + 7)...].dropLast().allSatisfy(\.isSpace)
    }

    private mutating func end(into documents: inout [String]) {
        documents.append(String(text))
        text = []
        isInside = false
        place = .outside
    }
}
