// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
package import Waveform

/// A spoken conversation: listens, answers, listens again. Half duplex.
///
/// Knows no service, no device and no wall clock: the stages and the ports are given to it.
/// `TurnTaking` decides; this actor feeds it and carries out what it says.
package actor Conversation<Detector: VoiceActivity & Sendable> {
    /// Whom and what it talks with.
    package struct Parties: Sendable {
        package var source: any AudioSource
        package var sink: any AudioSink
        package var transcriber: any Transcriber
        package var model: any LanguageModel
        package var synthesizer: any Synthesizer

        package init(
            source: any AudioSource, sink: any AudioSink, transcriber: any Transcriber,
            model: any LanguageModel, synthesizer: any Synthesizer
        ) {
            self.source = source
            self.sink = sink
            self.transcriber = transcriber
            self.model = model
            self.synthesizer = synthesizer
        }
    }

    private let parties: Parties
    private let options: GenerationOptions
    private var history: History
    private var turnTaking = TurnTaking()
    private let ear: Ear<Detector>
    private let inbox = Channel<TurnTaking.Event>(capacity: 64)
    private let requests = Channel<ReplyRequest>(capacity: 1)
    private let cancellations = Channel<Bool>(capacity: 1)

    package init(
        _ parties: Parties, endpointer: SpeechEndpointer<Detector>, history: History,
        options: GenerationOptions
    ) {
        self.parties = parties
        self.history = history
        self.options = options
        ear = Ear(source: parties.source, endpointer: endpointer)
    }

    /// Stops the answer that is being made or spoken, if there is one. From any thread.
    package nonisolated func interrupt() { inbox.trySend(.interrupted) }

    /// Holds the conversation until the source ends (then the last answer is finished) or the task
    /// is cancelled. Everything that happens is sent to `reports`; a slow reader slows the talk.
    ///
    /// Throws what makes going on senseless; a turn that can't be answered is only reported.
    package func run(into reports: Channel<Report>) async throws {
        let system = history.system
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.prepare(system: system) }
            group.addTask { try await self.listen(reports) }
            group.addTask { try await self.answerRequests(reports) }
            try await obey(reports)
            group.cancelAll()
        }
    }

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
            try await self.inbox.send(.ready)
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

    /// Takes events and carries out what follows from them, until the end. An error of the tasks
    /// beside it arrives as the end of the inbox.
    private func obey(_ reports: Channel<Report>) async throws {
        for try await event in inbox {
            if case .transcript(.partial(let transcript)) = event {
                try await reports.send(.partial(transcript.text))
            }
            for action in turnTaking.handle(event) {
                switch action {
                case .listen:
                    ear.gate.set(open: true)
                    try await reports.send(.listening)
                case .stopListening: ear.gate.set(open: false)
                case .ask(let turn):
                    // One that came when the answer before was over is not for this one.
                    while cancellations.tryReceive() != nil {}
                    history.addTurn(turn)
                    try await reports.send(.turn(turn))
                    try await requests.send(history.request(options: options))
                case .cancelAnswer: cancellations.trySend(true)
                case .end: return
                }
            }
        }
    }

    /// Joins the source, the endpointer and the transcriber.
    private nonisolated func listen(_ reports: Channel<Report>) async throws {
        try await failing {
            try await withChannel(of: TranscriptEvent.self) { events in
                try await withChannel(of: TranscriberInput.self) { input in
                    try await self.ear.listen(into: input, reports)
                } consume: { input in
                    try await self.parties.transcriber.transcribe(input, into: events)
                }
            } consume: { events in
                for try await event in events { try await inbox.send(.transcript(event)) }
            }
            try await inbox.send(.sourceEnded)
        }
    }

    /// Answers one request after the other.
    private nonisolated func answerRequests(_ reports: Channel<Report>) async throws {
        try await failing {
            for try await request in requests {
                try await answer(request, reports)
                try await inbox.send(.answerEnded)
            }
        }
    }

    private nonisolated func answer(
        _ request: ReplyRequest, _ reports: Channel<Report>
    ) async throws {
        let account = Answer.Account()
        let answer = Answer(
            model: parties.model, synthesizer: parties.synthesizer, sink: parties.sink
        ) { try await reports.send($0) }
        let before = await parties.sink.playedFrames
        do {
            let isComplete = try await race(
                { try await answer.run(request, account) }, until: cancellations)
            if !isComplete { try await parties.sink.cut() }
            let played = await parties.sink.playedFrames - before
            let heard = account.heard.heard(played: isComplete ? .max : played)
            await remember(account.text, heard: heard, isComplete: isComplete)
            try await reports.send(
                .answered(text: account.text, heard: heard, interrupted: !isComplete))
        } catch {
            try Task.checkCancellation()
            try await parties.sink.cut()
            await forget()
            try await reports.send(.failed(error))
        }
    }

    private func remember(_ text: String, heard: String, isComplete: Bool) {
        history.addReply(text)
        if !isComplete { history.interruptReply(heard: heard) }
    }

    private func forget() { history.dropUnansweredTurn() }
}

/// Runs `work` until it ends or something arrives in `signal`, which cancels it.
/// - Returns: whether the work came to its end.
private func race(
    _ work: @escaping @Sendable () async throws -> Void, until signal: Channel<Bool>
) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            try await work()
            return true
        }
        group.addTask {
            _ = try await signal.receive()
            return false
        }
        defer { group.cancelAll() }
        return try await group.next() ?? false
    }
}
