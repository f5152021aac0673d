// SPDX-License-Identifier: MIT-0

import Dialogue

/// Which of a child's bytes belong to which piece of text. Pure.
///
/// Bytes and `done` messages come on two descriptors, so either may be ahead of the other: a piece
/// is over when both its `done` and as many bytes as that says have come. Bytes that are ahead are
/// taken for the piece that has no `done` yet, and count for the next when it has come.
struct PieceLedger {
    /// Pieces that the child works on, the one that its next bytes belong to first.
    private(set) var outstanding: [String] = []
    /// Lines sent since the child was started.
    private(set) var linesSent = 0

    /// What the `done` messages that are ahead of the bytes say, oldest first.
    private var totals: [Int] = []
    private var received = 0
    private var oddByte: UInt8?
    private var lastByte: UInt8?

    mutating func send(_ text: String) {
        outstanding.append(text)
        linesSent += 1
    }

    /// Takes bytes from the child's stdout.
    mutating func take(_ bytes: [UInt8]) -> [SpeechEvent] {
        var events: [SpeechEvent] = []
        var rest = bytes[...]
        while let text = outstanding.first, !rest.isEmpty {
            let wanted = totals.first.map { $0 - received } ?? rest.count
            let part = rest.prefix(max(0, wanted))
            rest = rest.dropFirst(part.count)
            received += part.count
            lastByte = part.last
            let samples = samples(part)
            if !samples.isEmpty { events.append(.audio(samples, text: text)) }
            events += endsOfPieces()
        }
        return events
    }

    /// Takes a `done`. Without a number of bytes, what has come by now is the piece.
    mutating func done(bytes: Int?) -> [SpeechEvent] {
        guard totals.count < outstanding.count else { return [] }
        totals.append(bytes ?? (totals.isEmpty ? received : 0))
        return endsOfPieces()
    }

    private mutating func endsOfPieces() -> [SpeechEvent] {
        var events: [SpeechEvent] = []
        while let total = totals.first, received >= total {
            totals.removeFirst()
            received = outstanding.count > 1 ? received - max(0, total) : 0
            oddByte = received % 2 == 0 ? nil : lastByte
            events.append(.pieceEnded(text: outstanding.removeFirst()))
        }
        return events
    }

    private mutating func samples(_ bytes: ArraySlice<UInt8>) -> [Int16] {
        let whole = (oddByte.map { [$0] } ?? []) + bytes
        oddByte = whole.count % 2 == 0 ? nil : whole.last
        return stride(from: 0, to: whole.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(whole[$0]) | UInt16(whole[$0 + 1]) << 8)
        }
    }
}
