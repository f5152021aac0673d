// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue

/// A spoken conversation in which both may speak at any time.
///
/// Knows no service, no device and no wall clock: the stages, the ports and the clock are given to it.
/// `TurnTaking` decides; this actor feeds it and carries out what it says.
package actor Conversation {
    let parties: Parties
    let options: GenerationOptions
    let farewell: Farewell?
    let clock: any TalkClock
    let ear: Ear
    let inbox = Channel<Mail>(capacity: 256)
    private let heard = Channel<TranscriberInput>(capacity: 16)
    let work = Channel<Work>(capacity: 8)
    let memory: (any Remembering)?
    /// The request that the turn would make if it ended now; only the latest counts.
    let expected = Channel<ReplyRequest>(capacity: 1)

    var history: History
    private(set) var turnTaking: TurnTaking
    var answers: [Int: Running] = [:]
    var commit: (speechEnd: Duration, time: Duration, tries: Int)?
    var tries = 0
    /// What is shown with the next turn.
    var shown: [Attachment]
    /// How many of these the answer on suspicion has seen.
    var offered = 0
    /// The language that was heard last, where the transcriber says it.
    var spoken: Language?
    /// The summary that is being made, and whether one is to be made when there is time.
    var summing: Summing?
    var wantsSummary = false

    /// An answer that is made or heard.
    struct Running {
        let answer: Answer
        let request: ReplyRequest
        var isCommitted = false
        /// Characters of its text that were shown.
        var shown = 0
        var hasCited = false
    }

    struct Start: Sendable {
        let answer: Answer
        let request: ReplyRequest
    }

    /// What the model is to do, one thing after the other.
    enum Work: Sendable {
        case answer(Start)
        case summary(Summing)
    }

    /// - Parameters:
    ///   - memory: who keeps what was said and heard.
    ///   - shown: what is shown with the first turn.
    ///   - wantsBargeIn: who speaks over an answer stops it, where the loudspeaker's echo is under
    ///     control.
    ///   - meters: how loud it is is reported, ten times a second.
    package init(
        _ parties: Parties, history: History, memory: (any Remembering)? = nil,
        showing shown: [Attachment] = [], options: GenerationOptions, rules: TurnTaking.Rules,
        wantsBargeIn: Bool, meters: Bool = false, farewell: Farewell? = nil, clock: any TalkClock
    ) {
        self.memory = memory
        self.shown = shown
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
            meters: meters, input: heard, inbox: inbox)
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
            group.addTask { try await self.anticipate() }
            defer { group.cancelAll() }
            do {
                try await obey(reports)
            } catch {
                await rememberUnfinished()
                throw error
            }
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

    /// Makes answers as they are asked for, and summaries between them. One that was dropped is over
    /// before the next begins: a stage that is a child of ours does one thing at a time.
    private nonisolated func serve() async throws {
        for try await next in work {
            switch next {
            case .answer(let start): await make(start)
            case .summary(let summing):
                // One that fails is tried again after the next answer.
                guard let text = try? await summing.run(parties.model) else { continue }
                try await inbox.send(.summarised(summing.task, text))
            }
        }
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
                if case .transcript = event { expect(turnTaking.turn) }
            }
            for action in actions {
                if case .end = action { return }
                try await carryOut(action, reports)
            }
            summarise()
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
        case .loudness(let loudness): try await reports.send(.loudness(loudness))
        case .event(let event):
            try await tell(event, reports)
            return [event]
        case .news(let number, let news):
            switch news {
            case .text: try await show(number, reports)
            case .speaks(let text): return answers[number] == nil ? [] : [.speaks(text)]
            case .sounds:
                if let times = times(of: number) { try await reports.send(.speaking(times)) }
                return [.sounds(number)]
            }
        case .ended(let number):
            guard let running = answers.removeValue(forKey: number) else { return [] }
            let text = running.answer.account.text
            remember(text)
            if let usage = running.answer.account.usage {
                history.learn(tokens: usage.requestTokens, of: running.request)
            }
            let heard = running.answer.account.heard.heard(played: .max)
            try await reports.send(.answered(text: text, heard: heard, interrupted: false))
            return [.answerEnded(number)]
        case .failed(let number, let error):
            guard let running = answers.removeValue(forKey: number) else { return [] }
            running.answer.cancel()
            if running.isCommitted {
                _ = try await running.answer.playout.cut()
                shown = history.dropUnansweredTurn() + shown
                try await reports.send(.failed(error))
            }
            return [.answerFailed(number)]
        case .shown(let attachment): try await reports.send(layReady(attachment))
        case .summarised(let task, let text): try await take(text, of: task, reports)
        }
        return []
    }

    private func tell(_ event: TurnEvent, _ reports: Channel<Report>) async throws {
        switch event {
        case .speechStarted(let at): try await reports.send(.speechStarted(at: at))
        case .speechPaused(let at): try await reports.send(.speechEnded(at: at))
        case .canBargeIn(let can): try await reports.send(.bargeIn(can))
        case .transcript(.partial(let transcript)):
            note(transcript)
            try await reports.send(.partial(transcript.text))
        case .transcript(.final(let transcript)): note(transcript)
        default: break
        }
    }

    /// Shows what is new of a reply that is wanted.
    func show(_ number: Int, _ reports: Channel<Report>) async throws {
        guard let running = answers[number], running.isCommitted else { return }
        let text = running.answer.account.text
        let new = text.unicodeScalars.dropFirst(running.shown)
        guard !new.isEmpty else { return }
        if !running.hasCited, case let cited = running.answer.account.cited, !cited.isEmpty {
            answers[number]?.hasCited = true
            try await reports.send(.cited(cited))
        }
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
}
