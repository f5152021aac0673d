// SPDX-License-Identifier: MIT-0

import Dialogue
import Testing

@testable import Cloud

/// What is sent when, on a clock of its own.
struct StreamScriptTests {
    private var script = StreamScript(
        .init(patience: .seconds(15)), StreamAccount(rate: 8000), now: .zero)

    private mutating func next(_ seconds: Double) -> StreamScript.Step {
        script.next(now: .seconds(seconds))
    }

    private mutating func hear(_ seconds: Double) {
        _ = script.heard(Array(repeating: 1000, count: 80))
        script.delivered(now: .seconds(seconds))
    }

    private mutating func ends() -> [SpeechEvent] { script.takeEnds() }

    private mutating func unspoken() -> [String] { script.takeUnspoken() }

    private mutating func mayRepeat(_ seconds: Double) -> Bool {
        script.mayRepeat(now: .seconds(seconds))
    }

    @Test mutating func `the first piece is flushed, and those that end a sentence or a line`() {
        for piece in ["One,", "two,", "“three,”", "four.", "A title", "Five:"] { script.add(piece) }
        #expect(next(0) == .text("One, ", isFlushed: true))
        #expect(next(0) == .text("two, ", isFlushed: false))
        #expect(next(0) == .text("“three,” ", isFlushed: false))
        #expect(next(0) == .text("four. ", isFlushed: true))
        #expect(next(0) == .text("A title ", isFlushed: true))
        #expect(next(0) == .text("Five: ", isFlushed: false))
        script.end()
        #expect(next(0) == .close)
        #expect(next(0) == .wait(until: .seconds(15)))
        #expect(next(15) == .overdue)
    }

    @Test mutating func `a stream without text is kept alive, and then closed`() {
        #expect(next(0) == .wait(until: .seconds(3.5)))
        #expect(next(3.5) == .text("", isFlushed: false))
        #expect(next(3.5) == .wait(until: .seconds(7)))
        script.end()
        #expect(next(4) == .close)
    }

    @Test mutating func `what the service holds is flushed while the input stands still`() {
        script.add("One.")
        script.add("Two,")
        #expect(next(0) == .text("One. ", isFlushed: true))
        #expect(next(0) == .text("Two, ", isFlushed: false))
        #expect(next(0.1) == .wait(until: .seconds(0.5)))
        #expect(next(0.5) == .text("", isFlushed: true))
    }

    @Test mutating func `after a silence a piece is flushed as the first one was`() {
        script.add("One.")
        #expect(next(0) == .text("One. ", isFlushed: true))
        hear(0.5)
        script.add("two,")
        #expect(next(1.5) == .text("two, ", isFlushed: true))
    }

    @Test mutating func `text runs a minute of speech ahead, no further`() {
        let piece = String(repeating: "x", count: 299) + "."
        for _ in 0..<5 { script.add(piece) }
        for _ in 0..<3 { #expect(next(0) == .text(piece + " ", isFlushed: true)) }
        #expect(next(0) == .wait(until: .seconds(1)))
        hear(1)
        #expect(next(1.9) == .wait(until: .seconds(2)))
        // Nothing more came: it was shorter than we thought.
        #expect(next(2) == .text(piece + " ", isFlushed: true))
    }

    @Test mutating func `an old stream is closed, and text waits for the next`() {
        script.add("One.")
        #expect(next(0) == .text("One. ", isFlushed: true))
        hear(1)
        #expect(next(470) == .text("", isFlushed: false))
        script.add("Two.")
        #expect(next(480) == .close)
        #expect(script.isFull)
        script.finished()
        #expect(ends() == [.pieceEnded(text: "One.")])
        script.open(now: .seconds(481))
        #expect(next(481) == .text("Two. ", isFlushed: true))
    }

    @Test mutating func `what was not heard at all is sent again`() {
        for piece in ["One.", "Two,", "Three."] { script.add(piece) }
        #expect(next(0) == .text("One. ", isFlushed: true))
        #expect(next(0) == .text("Two, ", isFlushed: false))
        #expect(mayRepeat(1))
        script.open(now: .seconds(1))
        #expect(next(1) == .text("One. ", isFlushed: true))
        #expect(unspoken() == ["One.", "Two,", "Three."])
    }

    @Test mutating func `what was begun is not sent again; what was spoken isn't either`() {
        script.add("One.")
        #expect(next(0) == .text("One. ", isFlushed: true))
        hear(0.5)
        #expect(!mayRepeat(1))
        #expect(mayRepeat(1.5))
        #expect(unspoken() == [])
        #expect(ends() == [.pieceEnded(text: "One.")])
        #expect(script.spoken == 1)
    }
}
