// SPDX-License-Identifier: MIT-0

/// How a family marks what it only thinks.
package enum ReasoningMarks: Sendable, Equatable {
    /// `<think>…</think>` or `<reasoning>…</reasoning>`, before the answer.
    case atStart
    /// The same, anywhere in the answer.
    case anywhere
    /// The prompt has opened it: the answer comes after `</think>`.
    case opened
}

/// Removes reasoning from a reply as it comes, however it was split; and the white space that the
/// reply begins with.
struct ReasoningFilter: Sendable {
    private static let marks = [
        (Array("<think>".utf8), Array("</think>".utf8)),
        (Array("<reasoning>".utf8), Array("</reasoning>".utf8)),
    ]

    private let isAnywhere: Bool
    /// What ends the reasoning that we are in.
    private var closing: [UInt8]?
    /// Nothing of the reply, or of what follows reasoning, was let through yet.
    private var isAtStart = true
    private var held: [UInt8] = []

    init(_ marks: ReasoningMarks) {
        isAnywhere = marks == .anywhere
        closing = marks == .opened ? Self.marks[0].1 : nil
    }

    /// Takes the next text, and returns what may be said; text that may be part of a mark waits.
    mutating func take(_ text: String) -> String {
        held += text.utf8
        var said: [UInt8] = []
        while step(&said) {}
        return String(decoding: said, as: UTF8.self)
    }

    /// What waited, at the end of the reply.
    mutating func finish() -> String {
        defer { held = [] }
        if closing == nil, isAtStart { dropWhiteSpace() }
        return closing == nil ? String(decoding: held, as: UTF8.self) : ""
    }

    /// Takes one thing off what is held; false when there is nothing to decide.
    private mutating func step(_ said: inout [UInt8]) -> Bool {
        if let closing {
            guard let end = Self.place(of: closing, in: held) else {
                held = Array(held.suffix(Self.overlap(held, closing)))
                return false
            }
            held.removeFirst(end + closing.count)
            (self.closing, isAtStart) = (nil, true)
            return true
        }
        if isAtStart {
            dropWhiteSpace()
            guard !held.isEmpty else { return false }
        }
        guard isAtStart || isAnywhere else {
            said += held
            held = []
            return false
        }
        let places = Self.marks.compactMap { mark in
            Self.place(of: mark.0, in: held).map { (place: $0, mark: mark) }
        }
        if let first = places.min(by: { $0.place < $1.place }), isAnywhere || first.place == 0 {
            if first.place > 0 { said += held[..<first.place] }
            held.removeFirst(first.place + first.mark.0.count)
            closing = first.mark.1
            return true
        }
        let waiting = Self.marks.map { Self.overlap(held, $0.0) }.max() ?? 0
        if !isAnywhere, waiting == held.count { return false }
        let kept = isAnywhere ? waiting : 0
        if held.count > kept { isAtStart = false }
        said += held.dropLast(kept)
        held = Array(held.suffix(kept))
        return false
    }

    private mutating func dropWhiteSpace() {
        held.removeFirst(held.prefix { $0 == 0x20 || (0x09...0x0D).contains($0) }.count)
    }

    private static func place(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.firstRange(of: mark)?.lowerBound
    }

    /// How many bytes at the end of `bytes` may be the beginning of `mark`.
    private static func overlap(_ bytes: [UInt8], _ mark: [UInt8]) -> Int {
        (0..<mark.count).reversed().first { bytes.suffix($0).elementsEqual(mark.prefix($0)) } ?? 0
    }
}
