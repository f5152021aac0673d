// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue

/// A spoken conversation in which both may speak at any time.
///
/// Knows no service, no device and no wall clock: the stages, the ports and the clock are given to it.
/// `TurnTaking` decides; this actor feeds it and carries out what it says.
package actor Conversation {
    private let parties: Parties
    private let options: GenerationOptions
    private let farewell: Farewell?
    private let clock: any TalkClock
    private let ear: Ear
    private let inbox = Channel<Mail>(capacity: 256)
    private let heard = Channel<TranscriberInput>(capacity: 16)
    private let starts = Channel<Start>(capacity: 8)

    private var history: History
    private var turnTaking: TurnTaking
    private var answers: [Int: Running] = [:]
    private var commit: (speechEnd: Duration, time: Duration, tries: Int)?
    private var tries = 0

    /// An answer that is made or heard.
    private struct Running {
        let answer: Answer
        var isCommitted = false
        /// Characters of its text that were shown.
        var shown = 0
    }

    private struct Start: Sendable {
        let answer: Answer
        let request: ReplyRequest
    }

    /// `wantsBargeIn`: who speaks over an answer stops it, where the loudspeaker's echo is under
    /// control.
    package init(
        _ parties: Parties, history: History, options: GenerationOptions, rules: TurnTaking.Rules,
        wantsBargeIn: Bool, farewell: Farewell? = nil, clock: any TalkClock
    ) {
        self.farewell = farewell
        self.parties = parties
        self.history = history
        self.options = options
        self.clock = clock
        var rules = rules
        rules.bargesIn = false
        rules.goodbyeAfter = farewell?.after
        turnTaking = TurnTaking(rules)
        ear = Ear(
            parties.source, parties.hearing, clock: clock, wantsBargeIn: wantsBargeIn,
            input: heard, inbox: inbox)
    }

    /// Stops the answer that is being made or spoken, if there is one. From any thread.
    package nonisolated func interrupt() { inbox.trySend(.event(.interrupted)) }

    /// Holds the conversation until the source ends (then the last answer is finished) or the task
    /// is cancelled. Everything that happens is sent to `reports`; a slow reader slows the talk.
    ///
    /// Throws what makes going on senseless; a turn that can't be answered is only reported.
    package func run(into reports: Channel<Report>) async throws {
        let system = history.system
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.prepare(system: system) }
            group.addTask { try await self.listen() }
            group.addTask { try await self.serve() }
            defer { group.cancelAll() }
            try await obey(reports)
        }
    }

    // MARK: Beside the inbox

    /// Loads and connects everything at once, so that the first turn doesn't wait; the first
    /// failure ends the conversation before it begins.
    private nonisolated func prepare(system: String?) async throws {
        let parties = parties
        try await failing {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await parties.transcriber.prepare() }
                group.addTask { try await parties.model.prepare(system: system) }
                group.addTask { try await parties.synthesizer.prepare() }
                for try await _ in group {}
            }
            try await self.inbox.send(.event(.ready))
        }
    }

    /// Runs one of the tasks beside the inbox: its error arrives as the end of the inbox.
    private nonisolated func failing(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch {
            inbox.finish(throwing: error)
            throw error
        }
    }

    /// Joins the source and the transcriber, to the source's end.
    private nonisolated func listen() async throws {
        try await failing {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await self.ear.listen()
                    self.heard.finish()
                }
                group.addTask { try await self.transcribe() }
                while try await group.next() != nil {}
            }
            try await inbox.send(.event(.sourceEnded))
        }
    }

    private nonisolated func transcribe() async throws {
        try await withChannel(of: TranscriptEvent.self) { events in
            try await self.parties.transcriber.transcribe(self.heard, into: events)
        } consume: { events in
            for try await event in events { try await inbox.send(.event(.transcript(event))) }
        }
    }

    /// Makes answers as they are asked for. One that was dropped is over before the next begins: a
    /// stage that is a child of ours does one thing at a time.
    private nonisolated func serve() async throws {
        for try await start in starts { await make(start) }
    }

    private nonisolated func make(_ start: Start) async {
        let number = start.answer.number
        do {
            if try await start.answer.run(start.request) { try await inbox.send(.ended(number)) }
        } catch is CancellationError {
            return
        } catch {
            try? await inbox.send(.failed(number, error))
        }
    }

    // MARK: The inbox

    private func obey(_ reports: Channel<Report>) async throws {
        while let mail = try await next() {
            let events = try await read(mail, reports)
            var actions: [TurnAction] = []
            for event in events {
                var now = ear.time.now()
                // The stream's clock may just have been set back: a deadline that has come has come.
                if case .time = event { now = max(now, turnTaking.deadline ?? now) }
                actions += turnTaking.handle(event, at: now)
            }
            for action in actions {
                if case .end = action { return }
                try await carryOut(action, reports)
            }
        }
    }

    /// The next mail, or that a deadline has come.
    private func next() async throws -> Mail? {
        guard let deadline = turnTaking.deadline else { return try await inbox.receive() }
        if let mail = inbox.tryReceive() { return mail }
        let time = ear.time.clockTime(of: deadline)
        guard time > clock.now() else { return .event(.time) }
        return try await inbox.receive(until: time, clock) ?? .event(.time)
    }

    /// Tells what has happened, and turns it into what turn-taking knows.
    private func read(_ mail: Mail, _ reports: Channel<Report>) async throws -> [TurnEvent] {
        switch mail {
        case .opened: try await reports.send(.started)
        case .event(let event):
            try await tell(event, reports)
            return [event]
        case .news(let number, let news):
            switch news {
            case .text: try await show(number, reports)
            case .speaks(let text): return [.speaks(text)]
            case .sounds:
                if let times = times(of: number) { try await reports.send(.speaking(times)) }
                return [.sounds(number)]
            }
        case .ended(let number):
            guard let running = answers.removeValue(forKey: number) else { return [] }
            let text = running.answer.account.text
            history.addReply(text)
            let heard = running.answer.account.heard.heard(played: .max)
            try await reports.send(.answered(text: text, heard: heard, interrupted: false))
            return [.answerEnded(number)]
        case .failed(let number, let error):
            guard let running = answers.removeValue(forKey: number) else { return [] }
            running.answer.cancel()
            if running.isCommitted {
                _ = try await running.answer.playout.cut()
                history.dropUnansweredTurn()
                try await reports.send(.failed(error))
            }
            return [.answerFailed(number)]
        }
        return []
    }

    private func tell(_ event: TurnEvent, _ reports: Channel<Report>) async throws {
        switch event {
        case .speechStarted(let at): try await reports.send(.speechStarted(at: at))
        case .speechPaused(let at): try await reports.send(.speechEnded(at: at))
        case .canBargeIn(let can): try await reports.send(.bargeIn(can))
        case .transcript(.partial(let transcript)):
            try await reports.send(.partial(transcript.text))
        default: break
        }
    }

    /// Shows what is new of a reply that is wanted.
    private func show(_ number: Int, _ reports: Channel<Report>) async throws {
        guard let running = answers[number], running.isCommitted else { return }
        let text = running.answer.account.text
        let new = text.unicodeScalars.dropFirst(running.shown)
        guard !new.isEmpty else { return }
        answers[number]?.shown += new.count
        try await reports.send(.replyText(String(new)))
    }

    private func times(of number: Int) -> TurnTimes? {
        guard let commit, let times = answers[number]?.answer.account.times else { return nil }
        return TurnTimes(
            speechEnd: commit.speechEnd, commit: commit.time, asked: times.asked,
            firstToken: times.firstToken, firstPiece: times.firstPiece,
            firstAudio: times.firstAudio, audible: times.audible, tries: commit.tries)
    }

    // MARK: Actions

    private func carryOut(_ action: TurnAction, _ reports: Channel<Report>) async throws {
        switch action {
        case .listen:
            ear.gate.set(open: true)
            try await reports.send(.listening)
        case .endTurn: ear.endTurn()
        case .ask(let number, let turn):
            var history = history
            history.addTurn(turn)
            try await start(number, history.request(options: options))
        case .askAgain(let number): try await start(number, history.request(options: options))
        case .sayGoodbye(let number):
            commit = nil
            try await start(
                number, ReplyRequest(messages: []), FixedReply(text: farewell?.text ?? ""))
        case .commit(let turn):
            ear.gate.set(open: false)
            history.addTurn(turn)
            let end = turnTaking.voiceEnd.map(ear.time.clockTime(of:)) ?? clock.now()
            commit = (end, clock.now(), tries)
            try await reports.send(.turn(turn))
        case .correct(let turn, let was):
            history.correctTurn(was, to: turn)
            try await reports.send(.corrected(turn))
        case .release(let number):
            tries = 0
            answers[number]?.isCommitted = true
            await answers[number]?.answer.playout.release()
            try await show(number, reports)
        case .drop(let number): try await drop(number, reports)
        case .cut(let number): try await cut(number, reports)
        case .floor(let action): try await floor(action)
        case .end: break
        }
    }

    private func start(
        _ number: Int, _ request: ReplyRequest, _ model: (any LanguageModel)? = nil
    ) async throws {
        let inbox = inbox
        var parties = parties
        parties.model = model ?? parties.model
        let answer = Answer(number: number, parties: parties, clock: clock) { news in
            try await inbox.send(.news(number, news))
        }
        tries += 1
        commit?.tries = tries
        await parties.sink.prepare()
        answers[number] = Running(answer: answer)
        try await starts.send(Start(answer: answer, request: request))
    }

    private func drop(_ number: Int, _ reports: Channel<Report>) async throws {
        guard let running = answers.removeValue(forKey: number) else { return }
        running.answer.cancel()
        _ = try await running.answer.playout.cut()
        let account = running.answer.account
        if running.isCommitted {
            try await reports.send(.answered(text: account.text, heard: "", interrupted: true))
        }
        try await reports.send(.wasted(tokens: account.tokens))
    }

    private func cut(_ number: Int, _ reports: Channel<Report>) async throws {
        guard let running = answers.removeValue(forKey: number) else { return }
        let frames = try await running.answer.playout.cut()
        running.answer.cancel()
        let account = running.answer.account
        let heard = account.heard.heard(played: frames)
        history.addReply(account.text)
        history.interruptReply(heard: heard)
        try await reports.send(.answered(text: account.text, heard: heard, interrupted: true))
    }

    private func floor(_ action: Floor.Action) async throws {
        for running in answers.values where running.isCommitted {
            let playout = running.answer.playout
            switch action {
            case .lower: await playout.set(lowered: true)
            case .raise: await playout.set(lowered: false)
            case .stop: try await playout.stop()
            case .goOn: await playout.goOn()
            }
        }
    }
}
