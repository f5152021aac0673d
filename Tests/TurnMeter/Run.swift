// SPDX-License-Identifier: MIT-0

import Conversation
import Dialogue

/// One utterance: what its listener is told and when, and what comes of it.
struct Run {
    private(set) var machine: TurnTaking
    private(set) var outcome = Outcome()
    private let scene: Scene
    private var queue: [(at: Int, event: Event)] = []
    private var now = 0
    /// The answer that is made: its number, when it can sound, whether it may.
    private var answer: (number: Int, ready: Int, isReleased: Bool)?
    private var isStopped = false
    /// Words that belong to turns that are over.
    private var spent = 0

    private enum Event {
        case voice(Int), pause(Int)
        /// So many words are understood.
        case words(Int)
        case done(Int)
    }

    init(_ scene: Scene, _ machine: TurnTaking?) {
        self.scene = scene
        let hold = scene.hold.map { Duration.milliseconds($0) }
        self.machine =
            machine
            ?? TurnTaking(
                .init(hold: hold, tries: scene.speculates ? 3 : 0, patience: scene.holdScale))
        _ = self.machine.handle(.ready, at: .milliseconds(scene.start))
        now = scene.start
        for part in scene.voice {
            queue.append((part[0] + scene.onset, .voice(part[0])))
            queue.append((part[1] + scene.pause, .pause(part[1])))
        }
        for (index, word) in scene.words.enumerated() {
            queue.append((word.end + scene.wordDelay, .words(index + 1)))
        }
    }

    /// To ten seconds after the end, or until a whole answer sounds.
    mutating func play() {
        let end = (scene.voice.last?.last ?? 0) + 10_000
        while let time = nextTime, time <= end {
            now = max(now, time)
            if let place = queue.indices.filter({ queue[$0].at <= now })
                .min(by: { queue[$0].at < queue[$1].at })
            {
                take(queue.remove(at: place).event)
            } else if let answer, answer.isReleased, !isStopped, answer.ready <= now {
                sound(answer.number)
            } else {
                let before = machine.deadline
                obey(machine.handle(.time, at: .milliseconds(now)))
                if machine.deadline == before { now += 10 }
            }
        }
    }

    private var nextTime: Int? {
        var times = queue.map(\.at)
        if let answer, answer.isReleased, !isStopped { times.append(answer.ready) }
        if let deadline = machine.deadline {
            times.append(Int((deadline / .milliseconds(1)).rounded(.up)))
        }
        return times.min()
    }

    private mutating func take(_ event: Event) {
        let event: TurnEvent? =
            switch event {
            case .voice(let at): .speechStarted(at: .milliseconds(at))
            case .pause(let at): .speechPaused(at: .milliseconds(at))
            case .words(let count): transcript(count).map { .transcript(.partial($0)) }
            case .done: .transcript(.turnDone)
            }
        if let event { obey(machine.handle(event, at: .milliseconds(now))) }
    }

    private func transcript(_ count: Int) -> Transcript? {
        guard count > spent else { return nil }
        let words = scene.words[spent..<count]
        guard let first = words.first, let last = words.last else { return nil }
        return Transcript(
            words.map(\.text).joined(separator: " "), start: .milliseconds(first.start),
            end: .milliseconds(last.end))
    }

    private mutating func sound(_ number: Int) {
        outcome.audible.append(now - scene.start)
        answer = nil
        obey(machine.handle(.sounds(number), at: .milliseconds(now)))
        // One answer to a turn: it is not waited for its end.
        obey(machine.handle(.answerEnded(number), at: .milliseconds(now)))
    }

    private mutating func obey(_ actions: [TurnAction]) {
        for action in actions {
            switch action {
            case .ask(let number, _), .askAgain(let number), .sayGoodbye(let number):
                outcome.requests += 1
                let ready = now + scene.firstToken + scene.clause * scene.token + scene.firstByte
                answer = (number, ready, false)
            case .release(let number):
                if answer?.number == number { answer?.isReleased = true }
            case .drop(let number), .cut(let number):
                if answer?.number == number { answer = nil }
                isStopped = false
            case .commit(let turn):
                let count = turn.split(separator: " ").count
                outcome.commits.append([now - scene.start, count])
                spent = min(scene.words.count, spent + count)
                queue.append((now + scene.finalDelay, .done(spent)))
            case .floor(.stop): isStopped = true
            case .floor(.goOn): isStopped = false
            case .floor, .listen, .endTurn, .correct, .end: break
            }
        }
    }
}
