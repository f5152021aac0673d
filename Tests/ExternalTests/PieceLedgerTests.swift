// SPDX-License-Identifier: MIT-0

import Dialogue
import TestSupport
import Testing

@testable import External

struct PieceLedgerTests {
    /// What came of some events: the samples of each piece, in the order of their ends.
    private struct Heard: Equatable {
        var pieces: [String: [Int16]] = [:]
        var ended: [String] = []

        mutating func take(_ events: [SpeechEvent]) {
            for event in events {
                switch event {
                case .audio(let samples, let text): pieces[text, default: []] += samples
                case .pieceEnded(let text): ended.append(text)
                case .encoded, .mark: break
                }
            }
        }
    }

    /// Four pieces of random sizes: their bytes, and what is to come of them.
    private func pieces(
        _ sizes: [Int], _ generator: inout Seeded, _ ledger: inout PieceLedger
    ) -> (pieces: [[UInt8]], expected: Heard) {
        var pieces: [[UInt8]] = []
        var expected = Heard()
        for number in 1...4 {
            let size = sizes.randomElement(using: &generator) ?? 0
            pieces.append((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) })
            if size > 1 { expected.pieces["\(number)"] = samples(pieces[number - 1]) }
            expected.ended.append("\(number)")
            ledger.send("\(number)")
        }
        return (pieces, expected)
    }

    @Test(arguments: 0..<300)
    func `where no bytes are ahead, each byte finds its piece`(seed: UInt64) {
        var generator = Seeded(seed)
        var ledger = PieceLedger()
        let (pieces, expected) = pieces([0, 1, 2, 5, 12], &generator, &ledger)
        var heard = Heard()
        var messages = pieces.map(\.count)
        for (number, piece) in pieces.enumerated() {
            for chunk in piece.split(using: &generator) {
                if !messages.isEmpty, Int.random(in: 0...3, using: &generator) == 0 {
                    heard.take(ledger.done(bytes: messages.removeFirst()))
                }
                heard.take(ledger.take(chunk))
            }
            while messages.count >= pieces.count - number {
                heard.take(ledger.done(bytes: messages.removeFirst()))
            }
        }
        #expect(heard == expected)
        #expect(ledger.outstanding.isEmpty)
    }

    @Test(arguments: 0..<300)
    func `however bytes and done race, no frame is lost and all pieces end`(seed: UInt64) {
        var generator = Seeded(seed)
        var ledger = PieceLedger()
        let (pieces, expected) = pieces([0, 2, 4, 12], &generator, &ledger)
        var messages = pieces.map(\.count)
        var chunks = pieces.flatMap { $0 }.split(using: &generator)
        var events: [SpeechEvent] = []
        while !chunks.isEmpty || !messages.isEmpty {
            if messages.isEmpty || !chunks.isEmpty && Bool.random(using: &generator) {
                events += ledger.take(chunks.removeFirst())
            } else {
                events += ledger.done(bytes: messages.removeFirst())
            }
        }
        var heard = Heard()
        heard.take(events)
        #expect(heard.ended == expected.ended)
        let frames = events.flatMap { event -> [Int16] in
            if case .audio(let samples, _) = event { samples } else { [] }
        }
        #expect(frames == samples(pieces.flatMap { $0 }))
        #expect(ledger.outstanding.isEmpty)
    }

    @Test func `an odd piece does not turn the next into noise`() {
        var ledger = PieceLedger()
        ledger.send("a")
        ledger.send("b")
        // Three bytes of the first and one of the next, before the first's done.
        #expect(ledger.take([1, 0, 9, 2]) == [.audio([1, 0x0209], text: "a")])
        #expect(ledger.done(bytes: 3) == [.pieceEnded(text: "a")])
        #expect(ledger.take([0, 3, 0]) == [.audio([2, 3], text: "b")])
        #expect(ledger.done(bytes: 4) == [.pieceEnded(text: "b")])
    }

    @Test func `a piece of a plain child ends with what has come, an odd byte goes with it`() {
        var ledger = PieceLedger()
        var heard = Heard()
        for (text, bytes) in [("a", [1, 0, 9]), ("b", [2, 0])] as [(String, [UInt8])] {
            ledger.send(text)
            heard.take(ledger.take(bytes))
            heard.take(ledger.done(bytes: nil))
        }
        #expect(heard.pieces == ["a": [1], "b": [2]])
        #expect(heard.ended == ["a", "b"])
    }

    @Test func `what belongs to no piece is passed over`() {
        var ledger = PieceLedger()
        #expect(ledger.take([1, 2, 3]) == [])
        #expect(ledger.done(bytes: 3) == [])
        ledger.send("a")
        #expect(ledger.take([4, 0]) == [.audio([4], text: "a")])
        #expect(ledger.done(bytes: -7) == [.pieceEnded(text: "a")])
        #expect(ledger.linesSent == 1)
    }

    private func samples(_ bytes: [UInt8]) -> [Int16] {
        stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }
}
