// SPDX-License-Identifier: MIT-0

/// Decodes UTF-8 as it arrives: bytes in, text out.
///
/// A chunk may end inside a character: at most three bytes are held back. What is not UTF-8 becomes
/// U+FFFD, one for each maximal ill-formed sequence (Unicode 16, section 3.9), as if the input had
/// been decoded in one go. A byte order mark at the beginning goes.
package struct UTF8Text: Sendable {
    /// Whether anything had to be replaced so far.
    package private(set) var hadInvalid = false
    private var held: [UInt8] = []
    private var isAtStart = true

    package init() {}

    /// Takes the next bytes and returns the characters that are complete.
    package mutating func push(_ bytes: some Sequence<UInt8>) -> String {
        held.append(contentsOf: bytes)
        let complete = held.count - Self.openCount(held)
        defer { held.removeFirst(complete) }
        return decode(held[..<complete])
    }

    /// Ends the input: a character that is not complete is replaced.
    package mutating func finish() -> String {
        let text = decode(held[...])
        held = []
        isAtStart = true
        return text
    }

    private mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.isEmpty { return "" }
        var bytes = bytes
        if isAtStart, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        isAtStart = false
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        hadInvalid = true
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many bytes at the end begin a character that more bytes may complete: up to three.
    private static func openCount(_ bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let lead = bytes[bytes.count - length]
            if lead & 0xC0 == 0x80 { continue }
            let tail = bytes[(bytes.count - length + 1)...]
            guard let range = second(after: lead), length < size(lead) else { return 0 }
            return tail.first.map { range.contains($0) } ?? true ? length : 0
        }
        return 0
    }

    private static func size(_ lead: UInt8) -> Int { lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

    /// The second bytes that may follow a first one (Unicode 16, table 3-7); nil for ASCII and for
    /// bytes that begin nothing.
    private static func second(after lead: UInt8) -> ClosedRange<UInt8>? {
        switch lead {
        case 0xC2...0xDF, 0xE1...0xEC, 0xEE...0xEF, 0xF1...0xF3: 0x80...0xBF
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: nil
        }
    }
}
