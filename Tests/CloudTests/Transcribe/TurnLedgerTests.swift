// SPDX-License-Identifier: MIT-0

import Dialogue
import TestSupport
import Testing

@testable import Cloud

struct TurnLedgerTests {
    @Test(arguments: [
        // The final came before the endpointer was sure.
        ("s0.2 pA:0.3-0.6:good >1.0 fA:0.3-1.0:good_day >2.0 e1.2", "p(good) f(good day) d"),
        // It comes after: the turn waits for it.
        ("s0.2 pA:0.3-0.9:good >2.0 e1.2 >2.1 fA:0.3-1.0:good_day", "p(good) f(good day) d"),
        // The endpointer lost the voice early: words that follow without a pause are the turn's.
        ("s0.2 pA:0.3-0.9:a >2.0 e0.7 fA:0.3-1.3:a_b", "p(a) f(a b) d"),
        // Two segments in a turn.
        (
            "s0.2 fA:0.3-0.8:one pB:1.2-1.4:two >2.4 e1.7 >2.5 fB:1.2-1.6:two",
            "f(one) p(two) f(two) d"
        ),
        // A final for the first words alone doesn't end the turn: the last ones are on their way.
        (
            "s0.2 fA:0.3-0.8:one >2.8 e2.2 >2.9 fB:1.8-2.1:two",
            "f(one) f(two) d"
        ),
        // The service heard nobody: twice, and after the turn's end.
        ("s0.2 >2.0 e1.2 - >2.5 -", "d"),
        ("s0.2 >1.0 - >1.4 - >2.0 e1.2", ""),
        ("s0.2 >1.6 - >1.8 - >2.0 e1.2", "d"),
        // Silence of the service alone needs more audio.
        ("s0.2 >2.0 e1.2 >4.1", ""),
        ("s0.2 >2.0 e1.2 >4.2", "d"),
        // What a segment that stays open has said is taken in the end, once.
        (
            "s0.2 pA:0.3-0.9:good >2.0 e1.2 >11.1 >11.2 fA:0.3-1.0:good",
            "p(good) f(good) d"
        ),
    ])
    func `a turn is done when all of it has demonstrably been heard`(
        timeline: String, said: String
    ) throws {
        #expect(try Timeline(timeline).said.joined(separator: " ") == said)
    }

    @Test(arguments: [
        // Words from the end on are the next turn's, and wait.
        (
            "s0.2 pA:0.3-0.9:a >2.0 e1.0 s1.5 fA:0.3-2.3:a_b_c_d >3.5 e2.4",
            "p(a) f(a b) d f(c d) d"
        ),
        // A later segment waits for the one before it.
        (
            "s0.2 pA:0.3-0.9:a >2.0 e1.0 s1.8 pB:2.0-2.4:b fB:2.0-2.5:b fA:0.3-0.9:a e2.6",
            "p(a) f(a) d f(b) d"
        ),
        // Its partial result is shown when it is its turn.
        (
            "s0.2 pA:0.3-0.9:a >2.0 e1.0 s1.8 pB:2.0-2.4:b fA:0.3-0.9:a",
            "p(a) f(a) d p(b)"
        ),
        // Two turns that wait.
        (
            "s0.2 pA:0.3-0.9:a e1.0 s1.8 pB:2.0-2.4:b e2.6 fB:2.0-2.5:b fA:0.3-0.9:a",
            "p(a) f(a) d f(b) d"
        ),
    ])
    func `words of the next turn wait for it`(timeline: String, said: String) throws {
        #expect(try Timeline(timeline).said.joined(separator: " ") == said)
    }

    @Test(arguments: [
        ("fA:0.3-0.9:a >1.5 - >2.0 -", "f(a) d"),
        ("fA:0.3-0.9:a >1.5 - pB:1.2-1.4:b - - fB:1.2-1.5:b - -", "f(a) p(b) f(b) d"),
        // The endpointer hears it after all.
        ("fA:0.3-0.9:a >1.0 - s0.8 - - fB:1.2-1.5:b >2.4 e1.6", "f(a) f(b) d"),
        // A late word of a turn that is done.
        ("s0.2 >2.0 e1.2 >4.2 fA:0.8-1.1:a - -", "d f(a) d"),
        ("- - -", ""),
    ])
    func `words that voice activity has missed are a turn`(timeline: String, said: String) throws {
        #expect(try Timeline(timeline).said.joined(separator: " ") == said)
    }

    @Test(arguments: [
        ("s0.2 pA:0.3-0.9:a >1.2 e1.2 x", "p(a) f(a) d"),
        ("s0.2 pA:0.3-0.9:a e1.2 s1.3 pB:1.4-1.8:b e2.0 x", "p(a) f(a) d f(b) d"),
        ("fA:0.3-0.9:a x", "f(a) d"),
        ("s0.2 e1.0 x", "d"),
        ("x", ""),
    ])
    func `the end brings out everything`(timeline: String, said: String) throws {
        #expect(try Timeline(timeline).said.joined(separator: " ") == said)
    }

    @Test func `a failure brings out what is final, and nothing else`() throws {
        var timeline = try Timeline(
            "s0.2 pA:0.3-0.9:a >2.0 e1.0 s1.8 fB:2.0-2.5:b pC:2.6-2.8:c")
        timeline.finish(isWhole: false)
        #expect(timeline.said == ["p(a)", "d", "f(b)", "d"])
    }

    // MARK: Replays

    @Test(arguments: [
        (
            "s0.2 fA:0.3-0.9:a pB:1.0-1.3:b >1.5 o0.9 pC:0.9-1.3:b fC:1.0-1.6:b",
            "f(a) p(b) p(b) f(b)"
        ),
        // The new stream heard the end of the last word again, and what follows.
        ("fA:0.3-0.9:a_b pB:1.0-1.3:c >1.5 o0.8 fC:0.7-1.3:b_c - -", "f(a b) p(c) f(c) d"),
        ("fA:0.3-0.9:a_b >1.5 o0.8 fC:0.7-0.9:b >2.0 - -", "f(a b) d"),
        // A word that begins a little before the last one ended is a new one.
        ("fA:0.3-0.9:a >1.5 o0.8 fC:0.8-1.3:b", "f(a) f(b)"),
        // A turn that waited goes on waiting.
        ("s0.2 pA:0.3-0.9:a >2.0 e1.2 o0 >2.0 fB:0.3-1.0:a", "p(a) f(a) d"),
    ])
    func `a new stream says nothing twice`(timeline: String, said: String) throws {
        #expect(try Timeline("o0 " + timeline).said.joined(separator: " ") == said)
    }

    @Test(arguments: [
        ("o0 s0.2 pA:0.3-0.9:a >5.0", 0.0),
        ("o0 s0.2 fA:0.3-0.9:a >5.0", 0.9),
        ("o0 >5.0 -", 3.0),
        ("o0 s0.2 >5.0 -", 0.2),
        ("o0 pA:0.3-0.9:a >5.0 -", 0.0),
        ("o0 fA:0.3-0.9:a >9.0 - >10.0 -", 8.0),
    ])
    func `it begins where nothing is known any more`(timeline: String, seconds: Double) throws {
        #expect(try Timeline(timeline).ledger.replayStart == .seconds(seconds))
    }

    @Test func `while the language is being found, silence of the service proves less`() throws {
        let timeline = try Timeline("o0 >5.0 - >12.0 -", findsLanguage: true)
        #expect(timeline.ledger.replayStart == .seconds(2))
    }

    @Test func `two channels are known as far as the one that lags`() throws {
        let first = try Timeline("o0 fA@0:0.3-0.9:a >2.0", channels: 2)
        #expect(first.ledger.replayStart == .zero)
        let both = try Timeline(
            "o0 fA@0:0.3-2.9:a_b_c fB@1:0.5-1.0:x o1.0 fC@0:1.2-3.5:b_c_d", channels: 2)
        #expect(both.said == ["f(a b c)", "f(x)", "f(d)"])
        #expect(both.ledger.replayStart == .seconds(1))
    }

    // MARK: Whatever happens

    @Test(arguments: 0..<400)
    func `no word is lost, doubled or out of order`(seed: UInt64) throws {
        var random = Seeded(seed)
        var words: [String] = []
        var timeline = "o0"
        var now = 0.0
        for segment in 0..<Int.random(in: 1...8, using: &random) {
            let start = now + Double.random(in: 0.1...3, using: &random)
            let count = Int.random(in: 1...5, using: &random)
            let end = start + Double(count) * 0.3
            let text = (0..<count).map { "\(segment)/\($0)" }
            words += text
            let heard = Bool.random(using: &random)
            if heard { timeline += " s\(start - 0.1)" }
            if Bool.random(using: &random) { timeline += " pS\(segment):\(start)-\(end):x >\(end)" }
            let final = " fS\(segment):\(start)-\(end):\(text.joined(separator: "_"))"
            let ending = heard ? " >\(end + 0.8) e\(end + 0.2)" : " >\(end + 0.8)"
            timeline += Bool.random(using: &random) ? final + ending : ending + final
            for _ in 0..<Int.random(in: 0...3, using: &random) { timeline += " -" }
            now = end + 0.9
        }
        let said = try Timeline(timeline + " x").said
        let finals = said.filter { $0.hasPrefix("f") }.flatMap {
            $0.dropFirst(2).dropLast().split(separator: " ").map(String.init)
        }
        #expect(finals == words, "\(timeline)")
        #expect(said.last == "d")
    }
}
