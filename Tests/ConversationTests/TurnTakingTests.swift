// SPDX-License-Identifier: MIT-0

import Dialogue
import Testing

@testable import Conversation

/// The rules of turn-taking, as timelines in milliseconds.
struct TurnTakingTests {
    // MARK: The end of a turn

    @Test func `an answer is begun on suspicion, and sounds when the turn is over`() {
        var talk = asked()
        talk.run(to: 5000)
        #expect(
            talk.log == [
                "1700 ask 1: What time is it?", "1760 end turn", "1760 commit: What time is it?",
                "1760 release 1",
            ])
    }

    @Test func `without suspicion the answer is asked for when the turn is over`() {
        var talk = asked(rules(tries: 0))
        talk.run(to: 5000)
        #expect(
            talk.log == [
                "1760 end turn", "1760 commit: What time is it?", "1760 ask 1", "1760 release 1",
            ])
    }

    @Test(arguments: [
        ("What time is it?", 1760), ("I like it.", 1760), ("tell me a story", 2700),
        ("I would like to", 3200), ("first of all,", 3200), ("and um", 3200),
        ("the number is 55", 3200), ("and then I went home and.", 3200),
    ])
    func `the hold is as long as the words suggest`(text: String, over: Int) {
        var talk = asked(text)
        talk.run(to: 6000)
        #expect(talk.log.contains("\(over) commit: \(text)"))
    }

    @Test func `--hold fixes it`() {
        var talk = asked("I would like to", rules(hold: .milliseconds(400)))
        talk.run(to: 6000)
        #expect(talk.log.contains("1900 commit: I would like to"))
    }

    @Test func `where signs are never put, what is unclear is held shorter`() {
        var talk = asked("tell me a story")
        talk.run(to: 2800)
        talk.at(2810, .sounds(1))
        talk.final(2820, "tell me a story", to: 1500)
        talk.done(2821)
        talk.at(4000, .answerEnded(1))
        talk.voice(5000, 6000)
        talk.partial(6200, "and then another story", from: 5000, to: 6000)
        talk.run(to: 9000)
        #expect(talk.log.contains("6800 commit: and then another story"))
    }

    @Test func `a complete sentence is answered on suspicion while its voice rings out`() {
        var talk = Talk()
        talk.at(80, .speechStarted(at: .zero))
        talk.partial(1520, "What time is it?", to: 1500)
        #expect(talk.said() == ["1520 ask 1: What time is it?"])
        talk.partial(1540, "What time is it? I have.", to: 1530)
        talk.partial(1560, "What time is it? I have to go.", to: 1550)
        // The last of three tries is kept.
        #expect(
            talk.said() == [
                "1540 drop 1", "1540 ask 2: What time is it? I have.", "1560 drop 2",
            ])
        talk.at(1660, .speechPaused(at: .milliseconds(1560)))
        #expect(talk.said() == ["1660 ask 3: What time is it? I have to go."])
    }

    @Test func `the last words are waited for`() {
        var talk = Talk()
        talk.voice(0, 1500)
        talk.partial(1610, "It is late.", to: 900)  // half a second is missing
        talk.run(to: 2000)
        #expect(talk.log == [])
        talk.partial(2100, "It is late. I must go.", to: 1500)
        talk.run(to: 3000)
        #expect(talk.log.contains("2160 commit: It is late. I must go."))
    }

    @Test func `words that change make the answer on suspicion void`() {
        var talk = asked()
        talk.partial(1740, "What time is it now?", to: 1500)
        talk.run(to: 5000)
        #expect(
            talk.log == [
                "1700 ask 1: What time is it?", "1740 drop 1", "1740 ask 2: What time is it now?",
                "1800 end turn", "1800 commit: What time is it now?", "1800 release 2",
            ])
    }

    @Test func `signs and capitals change nothing`() {
        var talk = asked()
        talk.partial(1740, "what time is it", to: 1500)
        talk.partial(1745, "What time is it?", to: 1500)
        talk.run(to: 1800)
        #expect(!talk.log.contains { $0.hasSuffix("drop 1") })
        #expect(talk.log.last == "1760 release 1")
    }

    @Test func `three tries a turn, no more`() {
        var talk = asked()
        for (index, word) in ["one", "two", "three", "four"].enumerated() {
            talk.partial(1710 + 10 * index, "What time is it \(word)?", to: 1500)
        }
        talk.run(to: 5000)
        #expect(talk.log.count { $0.contains(" ask ") } == 4)  // the last is after the commit
        #expect(talk.log.suffix(2) == ["1800 ask 4", "1800 release 4"])
    }

    @Test func `no turn is over while somebody speaks`() {
        var talk = Talk()
        talk.at(80, .speechStarted(at: .zero))
        talk.partial(700, "What time is it?")
        talk.run(to: 9000)
        #expect(talk.log == ["700 ask 1: What time is it?"])
    }

    @Test func `who pauses and goes on is let finish`() {
        var talk = Talk()
        talk.voice(0, 1000)
        talk.partial(1200, "I would like a", to: 1000)
        talk.voice(1900, 2800)
        talk.partial(3000, "I would like a cup of tea.", to: 2800)
        talk.run(to: 5000)
        #expect(
            talk.log.filter { $0.contains("commit") } == ["3060 commit: I would like a cup of tea."]
        )
    }

    @Test func `a slow speaker's pauses are learnt`() {
        var talk = Talk()
        var time = 0
        // Five times the speaker goes on 1100 ms after words that read as unclear.
        for round in 0..<5 {
            talk.voice(time, time + 500)
            talk.partial(time + 700, "we saw mountains \(round)x high", from: time, to: time + 500)
            time += 1600
        }
        talk.voice(time, time + 500)
        talk.partial(time + 700, "we saw trees", from: time, to: time + 500)
        talk.run(to: time + 5000)
        // 1100 ms and a margin of 150, not the usual 1200.
        #expect(talk.log.contains { $0.hasPrefix("\(time + 500 + 1250) commit") })
    }

    @Test func `noise without words is nobody's turn`() {
        var talk = Talk()
        talk.voice(0, 300)
        talk.run(to: 60_000)
        #expect(talk.log == [])
    }

    @Test func `words that no voice was heard for are a turn too`() {
        var talk = Talk()
        talk.partial(1000, "What time is it?")
        talk.run(to: 5000)
        #expect(talk.log.contains("1750 commit: What time is it?"))
    }

    // MARK: The final results

    @Test func `a final result that says the same changes nothing`() {
        var talk = asked()
        talk.run(to: 1800)
        _ = talk.said()
        talk.final(2000, "what time is it", to: 1500)
        talk.done(2001)
        #expect(talk.log == [])
    }

    @Test func `the same words without times are the turn's own, though somebody coughed`() {
        var talk = asked()
        talk.run(to: 1800)
        talk.voice(1900, 2000)
        _ = talk.said()
        talk.at(2150, .transcript(.final(.init("what time is it"))))
        talk.done(2151)
        talk.run(to: 5000)
        #expect(talk.log == ["3000 goOn"])
    }

    @Test func `other words, and nothing heard yet: the answer is made anew`() {
        var talk = asked()
        talk.run(to: 1800)
        _ = talk.said()
        talk.final(2000, "What time is tea?", to: 1500)
        talk.done(2001)
        #expect(
            talk.log == [
                "2001 correct: What time is tea?", "2001 drop 1", "2001 ask 2", "2001 release 2",
            ])
    }

    @Test func `other words, and something heard: the correction enters the conversation`() {
        var talk = asked()
        talk.run(to: 1800)
        talk.at(1900, .sounds(1))
        _ = talk.said()
        talk.final(2000, "What time is tea?", to: 1500)
        talk.done(2001)
        #expect(talk.log == ["2001 correct: What time is tea?"])
    }

    @Test func `results that were final before count as well`() {
        var talk = Talk()
        talk.voice(0, 3000)
        talk.final(2000, "It is late.", to: 1500)
        talk.partial(3200, "What time is it?", from: 1600, to: 3000)
        talk.run(to: 3300)
        _ = talk.said()
        talk.final(3500, "What time is it?", from: 1600, to: 3000)
        talk.done(3501)
        #expect(talk.log == [])
    }

    @Test func `a transcriber that decides about turns itself is believed`() {
        var talk = Talk()
        talk.at(1000, .transcript(.final(.init("hello"))))
        talk.at(1001, .transcript(.turnDone))
        #expect(talk.log.contains("1001 commit: hello"))
    }

    // MARK: Who goes on before the answer sounds

    @Test func `who goes on before a sample was heard continues the turn`() {
        var talk = asked()
        talk.run(to: 1800)
        talk.final(1810, "What time is it?", to: 1500)
        talk.done(1811)
        _ = talk.said()
        talk.voice(1900, 2500)
        #expect(talk.said() == ["1980 stop"])
        talk.partial(2700, "In Paris.", from: 1900, to: 2500)
        talk.run(to: 4000)
        #expect(
            talk.log == [
                "2700 drop 1", "2700 ask 2: In Paris.", "2760 end turn", "2760 commit: In Paris.",
                "2760 release 2",
            ])
    }

    @Test func `a cough before the answer sounds delays it, no more`() {
        var talk = asked()
        talk.run(to: 1800)
        _ = talk.said()
        talk.voice(1900, 2000)
        talk.run(to: 5000)
        #expect(talk.log == ["1980 stop", "3000 goOn"])
    }
}
