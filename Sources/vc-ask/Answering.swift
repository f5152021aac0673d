// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Memory
import Reporting
import Settings

/// The conversation of one run: asks, writes what comes, remembers it.
///
/// A turn that fails is reported, and the next is tried: a network that was gone for a moment must
/// not end a conversation, nor a text that is too long. What only the user can mend ends the run.
@MainActor
struct Answering {
    let model: any LanguageModel
    var history: History
    /// What goes with the next turn.
    private var shown: [Attachment]
    let memory: Memory?
    let options: GenerationOptions
    var writer: ReplyWriter
    let session: Session

    /// What to exit with: the first failure, else whether anything was said.
    private(set) var status = ExitStatus.nothing
    private var hasFailed = false

    init(
        model: any LanguageModel, history: History, memory: Memory?, showing shown: [Attachment],
        options: GenerationOptions, writer: ReplyWriter, session: Session
    ) {
        self.model = model
        self.history = history
        self.memory = memory
        self.shown = shown
        self.options = options
        self.writer = writer
        self.session = session
    }

    /// Answers one turn.
    mutating func answer(_ turn: String) async throws {
        history.addTurn(turn, showing: shown)
        shown = []
        let request = history.request(options: options)
        try writer.begin(turn)
        let reply: Reply
        do {
            reply = try await write(reply: request)
        } catch let error as any ReportableError
            where [.unavailable, .tryAgain, .badInput].contains(error.status)
        {
            try writer.fail(error)
            // Nobody has seen it: the next turn shows it.
            shown = history.dropUnansweredTurn()
            note(session.diagnostics.report(error))
            return
        } catch {
            try writer.fail(error)
            throw error
        }
        history.addReply(reply.text)
        if let usage = reply.usage { history.learn(tokens: usage.requestTokens, of: request) }
        await remember()
        // Who reads the end of a reply may rely on its being remembered.
        try writer.end(reply.text, reply.reason, reply.usage)
        if !hasFailed, reply.text.contains(where: { !$0.isWhitespace }) { status = .success }
        try await summarise()
    }

    private struct Reply {
        var text = ""
        var reason = StopReason.complete
        var usage: Usage?
    }

    /// Writes the reply as it comes, but for its end.
    private mutating func write(reply request: ReplyRequest) async throws -> Reply {
        var reply = Reply()
        let model = model
        var writer = writer
        defer { self.writer = writer }
        try await withChannel(of: ReplyEvent.self) { output in
            try await model.reply(to: request, into: output)
        } consume: { events in
            for try await event in events {
                switch event {
                case .cited(let passages):
                    try writer.cite(passages, session.diagnostics)
                case .text(let piece):
                    reply.text += piece
                    try writer.write(piece)
                case .finished(let reason, let usage): (reply.reason, reply.usage) = (reason, usage)
                }
            }
        }
        return reply
    }

    private mutating func note(_ failure: ExitStatus) {
        if !hasFailed { status = failure }
        hasFailed = true
    }

    // MARK: Memory

    /// A memory that fails is no reason not to answer: that is said when it happens, and by the
    /// status at the end.
    private mutating func remember() async {
        guard let memory, let exchange = history.lastExchange else { return }
        memory.keep(exchange)
        await settle(memory)
    }

    private mutating func settle(_ memory: Memory) async {
        await memory.settle()
        guard let error = memory.failure else { return }
        note((error as? any ReportableError)?.status ?? .software)
    }

    /// Has what was forgotten summarised. Between the turns: a model does one thing at a time.
    private mutating func summarise() async throws {
        guard model.readsHistory, session.interrupts?.received == nil,
            let task = history.summaryTask
        else { return }
        let text: String
        do {
            text = try await model.wholeReply(to: task.request)
        } catch let error as any ReportableError {
            session.diagnostics.warn("what was said long ago could not be summarised: \(error)")
            return
        }
        guard history.take(text, of: task), let summary = history.summary else { return }
        try writer.note(summary: summary)
        guard let memory else { return }
        memory.keep(summary: summary, before: task.end)
        await settle(memory)
    }
}
