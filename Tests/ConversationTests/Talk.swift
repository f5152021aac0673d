// SPDX-License-Identifier: MIT-0

import Dialogue

@testable import Conversation

/// Turn-taking on a virtual clock, in milliseconds: what is fed to it, and what it says, with its time.
struct Talk {
    private(set) var machine: TurnTaking
    private(set) var log: [String] = []
    private var now = 0

    init(_ rules: TurnTaking.Rules = .init()) {
        machine = TurnTaking(rules)
        machine.handle(.ready, at: .zero).forEach { _ = $0 }
    }

    /// Takes an event at a time; deadlines before it are met.
    mutating func at(_ time: Int, _ event: TurnEvent) {
        run(to: time)
        note(machine.handle(event, at: .milliseconds(time)))
    }

    /// Lets time pass.
    mutating func run(to time: Int) {
        while let deadline = machine.deadline, deadline <= .milliseconds(time) {
            now = max(now, Int((deadline / .milliseconds(1)).rounded(.up)))
            let before = log.count
            note(machine.handle(.time, at: .milliseconds(now)))
            if log.count == before, machine.deadline == deadline { break }
        }
        now = max(now, time)
    }

    /// Somebody speaks from `start` to `end`: known 80 ms after the beginning, 100 after the end.
    mutating func voice(_ start: Int, _ end: Int) {
        at(start + 80, .speechStarted(at: .milliseconds(start)))
        at(end + 100, .speechPaused(at: .milliseconds(end)))
    }

    mutating func partial(_ time: Int, _ text: String, from start: Int = 0, to end: Int? = nil) {
        at(time, .transcript(.partial(transcript(text, start, end ?? time - 200))))
    }

    mutating func final(_ time: Int, _ text: String, from start: Int = 0, to end: Int? = nil) {
        at(time, .transcript(.final(transcript(text, start, end ?? time - 500))))
    }

    mutating func done(_ time: Int) { at(time, .transcript(.turnDone)) }

    /// What was said since this was asked last.
    mutating func said() -> [String] {
        defer { log = [] }
        return log
    }

    private func transcript(_ text: String, _ start: Int, _ end: Int) -> Transcript {
        Transcript(text, start: .milliseconds(start), end: .milliseconds(end))
    }

    private mutating func note(_ actions: [TurnAction]) {
        for action in actions { log.append("\(now) \(Self.words(action))") }
    }

    private static func words(_ action: TurnAction) -> String {
        switch action {
        case .listen: "listen"
        case .endTurn: "end turn"
        case .ask(let number, let turn): "ask \(number): \(turn)"
        case .askAgain(let number): "ask \(number)"
        case .sayGoodbye(let number): "goodbye \(number)"
        case .commit(let turn): "commit: \(turn)"
        case .correct(let turn, _): "correct: \(turn)"
        case .release(let number): "release \(number)"
        case .drop(let number): "drop \(number)"
        case .cut(let number): "cut \(number)"
        case .floor(let action): "\(action)"
        case .end: "end"
        }
    }
}

/// A user who asks from 0 to 1500, with all words known at 1700.
func asked(_ text: String = "What time is it?", _ rules: TurnTaking.Rules = .init())
    -> Talk
{
    var talk = Talk(rules)
    talk.voice(0, 1500)
    talk.partial(1700, text, to: 1500)
    return talk
}

/// The same, with the answer under way, its first sample heard at 2100.
func answered() -> Talk {
    var talk = asked()
    talk.run(to: 2000)
    talk.final(2001, "What time is it?", to: 1500)
    talk.done(2002)
    talk.at(2100, .sounds(1))
    _ = talk.said()
    return talk
}

func asked(_ rules: TurnTaking.Rules) -> Talk { asked("What time is it?", rules) }
func rules(hold: Duration? = nil, tries: Int = 3) -> TurnTaking.Rules {
    .init(hold: hold, tries: tries)
}
