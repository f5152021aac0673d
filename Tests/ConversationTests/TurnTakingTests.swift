// SPDX-License-Identifier: MIT-0

import Conversation
import Dialogue
import Testing

struct TurnTakingTests {
    /// `w` a final, `p` a partial, `d` the turn's done, `a` the answer's end, `i` an interruption,
    /// `e` the source's end; what follows is written the same way.
    private func follow(_ timeline: String) -> String {
        var machine = TurnTaking()
        var word = 0
        return timeline.map { letter -> String in
            if letter == "w" { word += 1 }
            return machine.handle(event(letter, word)).map { action in
                switch action {
                case .listen: "L"
                case .stopListening: "S"
                case .ask(let turn): "?(\(turn))"
                case .cancelAnswer: "X"
                case .end: "E"
                }
            }
            .joined()
        }
        .joined(separator: ".")
    }

    private func event(_ letter: Character, _ word: Int) -> TurnTaking.Event {
        switch letter {
        case "w": .transcript(.final(Transcript("\(word)")))
        case "p": .transcript(.partial(Transcript("…")))
        case "d": .transcript(.turnDone)
        case "a": .answerEnded
        case "i": .interrupted
        default: .sourceEnded
        }
    }

    @Test(arguments: [
        ("pwwdawda", "...S?(1 2).L..S?(3).L"),  // by turns
        ("dd", "."),  // a turn without words
        ("id", "."),  // nothing to interrupt
        ("wdiia", ".S?(1).X..L"),  // only the first interruption counts
        ("wdiawdi", ".S?(1).X.L..S?(2).X"),  // each answer can be interrupted
        ("wdwdwdae", ".S?(1).....S?(2 3)."),  // words that come while it answers are the next turn
        ("wde", ".S?(1)."),  // the last answer is finished
        ("wdea", ".S?(1)..E"),
        ("we", ".S?(1)"),  // words without a done are a turn at the end
        ("wdwea", ".S?(1)...S?(2)"),
        ("wdweaa", ".S?(1)...S?(2).E"),
        ("e", "E"), ("pe", ".E"), ("de", ".E"),
        ("wdiea", ".S?(1).X..E"),  // the end while it is cut off
    ])
    func `who may speak when`(timeline: String, actions: String) {
        #expect(follow(timeline) == actions)
    }

    @Test(arguments: 0..<300)
    func `whatever happens, no word is lost or asked twice`(seed: UInt64) {
        var generator = Seeded(seed)
        var machine = TurnTaking()
        var (word, asked) = (0, [String]())
        var (isAnswering, isCancelled, isOpen, hasEnded) = (false, false, true, false)
        func check(_ actions: [TurnTaking.Action]) {
            for action in actions {
                switch action {
                case .ask(let turn):
                    #expect(!isAnswering)
                    #expect(!isOpen)
                    asked += turn.split(separator: " ").map(String.init)
                    (isAnswering, isCancelled) = (true, false)
                case .cancelAnswer:
                    #expect(isAnswering && !isCancelled)
                    isCancelled = true
                case .listen: isOpen = true
                case .stopListening: isOpen = false
                case .end: hasEnded = true
                }
            }
        }
        for _ in 0..<60 {
            let letter = "wwdpiadw".randomElement(using: &generator) ?? "w"
            if letter == "a" {
                guard isAnswering else { continue }
                isAnswering = false
            }
            if letter == "w" { word += 1 }
            check(machine.handle(event(letter, word)))
        }
        check(machine.handle(.sourceEnded))
        while isAnswering {
            isAnswering = false
            check(machine.handle(.answerEnded))
        }
        #expect(hasEnded)
        #expect(asked == (0..<word).map { "\($0 + 1)" })
    }
}
