// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Waveform

/// Timelines: one character is 50 ms; `#` is speech, `.` is not. Positions are in ms.
struct EndpointerTests {
    /// Feeds a timeline; an event stands where it was said, as “when: what”.
    private func events(
        _ timeline: String, _ endpointer: Endpointer = Endpointer(), stepsEach: Int = 5,
        finish: Bool = false
    ) -> [String] {
        var endpointer = endpointer
        var said: [String] = []
        for character in timeline {
            for _ in 0..<stepsEach {
                let events = endpointer.handle(isSpeech: character == "#")
                said += events.map { "\(endpointer.position / 16): \(text($0))" }
            }
        }
        if finish { said += endpointer.finish().map { "end: \(text($0))" } }
        return said
    }

    private func text(_ event: EndpointerEvent) -> String {
        switch event {
        case .speechStarted(let at): "started \(at / 16)"
        case .speechPaused(let at): "paused \(at / 16)"
        case .speechResumed: "resumed"
        case .turnEnded(let at): "ended \(at / 16)"
        }
    }

    @Test func `silence ends a turn`() {
        #expect(
            events("......####....................")
                == ["380: started 100", "700: paused 500", "1300: ended 700"])
    }

    @Test func `nothing is said about silence alone`() {
        #expect(events(String(repeating: ".", count: 100), finish: true) == [])
    }

    @Test func `a pause inside a turn is told and taken back`() {
        #expect(
            events("....####......####.............................")
                == [
                    "280: started 0", "600: paused 400", "780: resumed", "1100: paused 900",
                    "1700: ended 1100",
                ])
    }

    @Test func `a short gap is no pause`() {
        #expect(events("....####..####", finish: true) == ["280: started 0", "end: ended 700"])
    }

    @Test func `speech at the start of the stream starts the turn at zero`() {
        #expect(events("####", finish: true) == ["80: started 0", "end: ended 200"])
    }

    @Test func `a turn does not reach into the one before`() {
        let quick = Endpointer(silence: .milliseconds(100))
        #expect(
            events("....####...####", quick, finish: true)
                == ["280: started 0", "500: ended 500", "630: started 500", "end: ended 750"])
    }

    @Test(arguments: [".#.", ".##.", ".###.", ".#######.", ".#.#.#.#.#.", ".#..##..#..##..#.."])
    func `a blip does not start a turn`(blip: String) {
        #expect(events(blip + String(repeating: ".", count: 20), stepsEach: 1, finish: true) == [])
    }

    @Test func `onset may have holes`() {
        #expect(
            events("..............................##.###.###", stepsEach: 1)
                == ["400: started 100"])
    }

    @Test func `a blip does not prolong a silence`() {
        let quiet = String(repeating: ".", count: 36)
        let speech = String(repeating: "#", count: 20)
        #expect(
            events(speech + quiet + "####" + quiet + quiet, stepsEach: 1)
                == ["80: started 0", "400: paused 200", "1000: ended 400"])
    }

    @Test func `silence zero leaves the end of the turn to the end of the input`() {
        let patient = Endpointer(silence: .zero)
        let silence = String(repeating: ".", count: 1000)
        #expect(
            events("####" + silence, patient, finish: true)
                == ["80: started 0", "400: paused 200", "end: ended 400"])
    }

    @Test func `a silence shorter than the pause ends the turn without one`() {
        let quick = Endpointer(silence: .milliseconds(50), pause: .seconds(1))
        #expect(events("####....", quick) == ["80: started 0", "250: ended 250"])
    }

    @Test func `the voice of one turn does not open the next`() {
        let quick = Endpointer(silence: .milliseconds(20))
        let timeline = "############..#.........."
        #expect(
            events(timeline, quick, stepsEach: 1, finish: true)
                == ["80: started 0", "140: ended 140"])
    }

    @Test func `the end of the input closes a turn where the input ends`() {
        var endpointer = Endpointer()
        for _ in 0..<10 { _ = endpointer.handle(isSpeech: true) }
        #expect(endpointer.finish(at: 1_655) == [.turnEnded(at: 1_655)])
        #expect(endpointer.finish() == [])
    }

    @Test func `absurd durations are harmless`() {
        let long = Endpointer(
            silence: .seconds(Int64.max), pause: .seconds(-5), leadIn: .seconds(Int64.max))
        #expect(events("..####.", long) == ["180: started 0", "310: paused 300"])
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `events keep their order whatever is heard`(seed: UInt64) {
        var random = Seeded(seed)
        var endpointer = Endpointer(
            silence: .milliseconds(Int.random(in: 0...900, using: &random)),
            pause: .milliseconds(Int.random(in: 0...400, using: &random)))
        var events: [EndpointerEvent] = []
        var speech = false
        for _ in 0..<5_000 {
            if Int.random(in: 0..<12, using: &random) == 0 { speech.toggle() }
            events += endpointer.handle(isSpeech: speech)
        }
        events += endpointer.finish()
        var isOpen = false
        var isPaused = false
        var end = 0
        for event in events {
            switch event {
            case .speechStarted(let at):
                #expect(!isOpen && at >= end)
                (isOpen, isPaused, end) = (true, false, at)
            case .speechPaused(let at):
                #expect(isOpen && !isPaused && at >= end)
                (isPaused, end) = (true, at)
            case .speechResumed:
                #expect(isOpen && isPaused)
                isPaused = false
            case .turnEnded(let at):
                #expect(isOpen && at >= end && at <= endpointer.position)
                (isOpen, end) = (false, at)
            }
        }
        #expect(!isOpen && !events.isEmpty)
    }
}
