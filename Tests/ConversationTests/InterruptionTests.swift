// SPDX-License-Identifier: MIT-0

import Dialogue
import Testing

@testable import Conversation

/// Who speaks over an answer, and how a talk ends, as timelines in milliseconds.
struct InterruptionTests {
    @Test func `words over the answer without a voice are an echo, and no turn`() {
        var talk = answered()
        talk.partial(3600, "Have a nice day.", from: 3300, to: 3500)
        talk.at(4000, .answerEnded(1))
        talk.run(to: 9000)
        #expect(!talk.log.contains { $0.contains("cut") || $0.contains("commit") })
    }

    @Test func `speech over the answer lowers it, then stops it, and its words cut it off`() {
        var talk = answered()
        talk.at(3030, .speechSuspected)
        talk.at(3080, .speechStarted(at: .milliseconds(3000)))
        #expect(talk.said() == ["3030 lower"])
        talk.run(to: 3300)
        #expect(talk.said() == ["3160 stop"])
        talk.partial(3600, "No, wait.", from: 3000, to: 3500)
        #expect(talk.said() == ["3600 cut 1", "3600 ask 2: No, wait."])
        talk.at(3900, .speechPaused(at: .milliseconds(3800)))
        talk.partial(4000, "No, wait. In Paris.", from: 3000, to: 3800)
        talk.run(to: 6000)
        #expect(talk.log.contains("4060 commit: No, wait. In Paris."))
    }

    @Test func `a cough lowers it for a moment`() {
        var talk = answered()
        talk.at(3030, .speechSuspected)
        talk.at(3130, .suspicionEnded)
        talk.run(to: 9000)
        #expect(talk.log == ["3030 lower", "3130 raise"])
    }

    @Test(arguments: [0, 40, 200])
    func `a voice of 90 ms stops nothing, however late it is told`(late: Int) {
        var talk = answered()
        talk.at(3080 + late, .speechStarted(at: .milliseconds(3000)))
        talk.at(3150 + late, .speechPaused(at: .milliseconds(3090)))
        talk.run(to: 9000)
        #expect(talk.log == ["\(3080 + late) lower", "\(3150 + late) raise"])
    }

    @Test func `a longer noise without words stops it, and it goes on`() {
        var talk = answered()
        talk.voice(3000, 3400)
        talk.run(to: 9000)
        #expect(talk.log == ["3080 lower", "3160 stop", "4400 goOn"])
    }

    @Test(arguments: ["mm-hm", "Yeah.", "Uh-huh"])
    func `who only shows that he listens stops nothing for long`(word: String) {
        var talk = answered()
        talk.voice(3000, 3400)
        talk.partial(3600, word, from: 3000, to: 3400)
        talk.run(to: 9000)
        #expect(talk.log.contains("4400 goOn"))
        #expect(!talk.log.contains { $0.contains("cut") || $0.contains("commit") })
        // Its results are nobody's turn.
        talk.final(9100, word, from: 3000, to: 3400)
        talk.done(9101)
        talk.run(to: 12_000)
        #expect(!talk.log.contains { $0.contains("commit") })
    }

    @Test func `what the loudspeaker has just said is nobody's turn`() {
        var talk = answered()
        talk.at(2200, .speaks("It is half past seven in the morning."))
        talk.partial(3000, "half past seven in the", from: 2300, to: 2900)
        talk.run(to: 3500)
        #expect(!talk.log.contains { $0.contains("cut") })
        talk.at(4000, .answerEnded(1))
        talk.partial(4100, "seven in the morning", from: 2300, to: 3900)
        talk.run(to: 9000)
        #expect(!talk.log.contains { $0.contains("commit") })
    }

    @Test func `who takes up the answer's words when it is over is no echo`() {
        var talk = answered()
        talk.at(2200, .speaks("Paris is the capital of France."))
        // A breath, before it.
        talk.voice(2300, 2350)
        talk.at(3000, .interrupted)
        talk.voice(3600, 5000)
        talk.partial(5200, "What is the capital of France?", from: 3600, to: 5000)
        talk.run(to: 9000)
        #expect(talk.log.contains("5260 commit: What is the capital of France?"))
    }

    @Test func `what an answer on suspicion would have said is no echo`() {
        var talk = asked("What is the capital of?")
        #expect(talk.said() == ["1700 ask 1: What is the capital of?"])
        talk.at(1720, .speaks("Paris is the capital of France."))
        talk.partial(1740, "What is the capital of France?", to: 1500)
        talk.run(to: 5000)
        #expect(talk.log.contains("1800 commit: What is the capital of France?"))
    }

    @Test func `where voice can't interrupt, it doesn't`() {
        var talk = answered()
        talk.at(2200, .canBargeIn(false))
        talk.at(3030, .speechSuspected)
        talk.voice(3000, 4000)
        talk.run(to: 9000)
        #expect(talk.log == [])
    }

    @Test func `ENTER stops it at once, heard or not`() {
        var heard = answered()
        heard.at(3000, .interrupted)
        #expect(heard.log == ["3000 cut 1", "3000 listen"])
        var unheard = asked()
        unheard.run(to: 1800)
        _ = unheard.said()
        unheard.at(1900, .interrupted)
        #expect(unheard.log == ["1900 drop 1", "1900 listen"])
        unheard.at(1950, .interrupted)
        #expect(unheard.log.count == 2)
    }

    // MARK: Ends

    @Test func `when the answer has been heard it is the user's turn`() {
        var talk = answered()
        talk.at(5000, .answerEnded(1))
        #expect(talk.log == ["5000 listen"])
        talk.at(5001, .answerEnded(1))
        #expect(talk.log.count == 1)
    }

    @Test func `a pause never ends the talk, unless it is told how long one may be`() {
        var patient = answered()
        patient.at(5000, .answerEnded(1))
        patient.run(to: 10_000_000)
        #expect(patient.log == ["5000 listen"])
        var talk = Talk(.init(goodbyeAfter: .seconds(60)))
        talk.voice(10_000, 11_000)
        talk.partial(11_200, "What time is it?", from: 10_000, to: 11_000)
        talk.at(12_000, .answerEnded(1))
        _ = talk.said()
        talk.voice(30_000, 31_000)  // somebody hums
        talk.run(to: 100_000)
        #expect(talk.said() == ["91100 goodbye 2", "91100 release 2"])
        talk.at(104_000, .answerEnded(2))
        #expect(talk.log == ["104000 end"])
    }

    @Test func `an answer that fails after the turn gives the floor back`() {
        var talk = asked()
        talk.run(to: 1800)
        _ = talk.said()
        talk.at(1900, .answerFailed(1))
        #expect(talk.log == ["1900 listen"])
    }

    @Test func `one that fails on suspicion is asked for again, once`() {
        var talk = asked()
        talk.at(1720, .answerFailed(1))
        talk.run(to: 5000)
        #expect(
            talk.log.filter { $0.contains("ask") } == [
                "1700 ask 1: What time is it?", "1760 ask 2",
            ])
    }

    @Test func `the source's end ends the turn, and the talk after its answer`() {
        var talk = asked("tell me a story")
        talk.at(1720, .sourceEnded)
        #expect(talk.said().last == "1720 release 1")
        talk.at(4000, .answerEnded(1))
        #expect(talk.log == ["4000 end"])
        var silent = Talk()
        silent.at(1000, .sourceEnded)
        #expect(silent.log == ["1000 end"])
    }
}
