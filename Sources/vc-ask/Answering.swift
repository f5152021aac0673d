// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Reporting

/// The conversation of one run: asks, writes what comes, remembers it.
///
/// A turn that fails is reported, and the next is tried: a network that was gone for a moment must
/// not end a conversation, nor a text that is too long. What only the user can mend ends the run.
@MainActor
struct Answering {
    let model: any LanguageModel
    var history: History
    let options: GenerationOptions
    var writer: ReplyWriter
    let diagnostics: Diagnostics

    /// What to exit with: the first failure, else whether anything was said.
    private(set) var status = ExitStatus.nothing
    private var hasFailed = false

    init(
        model: any LanguageModel, history: History, options: GenerationOptions,
        writer: ReplyWriter, diagnostics: Diagnostics
    ) {
        self.model = model
        self.history = history
        self.options = options
        self.writer = writer
        self.diagnostics = diagnostics
    }

    /// Answers one turn.
    mutating func answer(_ turn: String) async throws {
        history.addTurn(turn)
        let request = history.request(options: options)
        try writer.begin(turn)
        var text = ""
        do {
            text = try await write(reply: request)
        } catch let error as any ReportableError
            where [.unavailable, .tryAgain, .badInput].contains(error.status)
        {
            try writer.fail(error)
            history.dropUnansweredTurn()
            let failure = diagnostics.report(error)
            if !hasFailed { status = failure }
            hasFailed = true
            return
        } catch {
            try writer.fail(error)
            throw error
        }
        history.addReply(text)
        if !hasFailed, text.contains(where: { !$0.isWhitespace }) { status = .success }
    }

    /// Writes the reply as it comes.
    /// - Returns: the model's own text.
    private mutating func write(reply request: ReplyRequest) async throws -> String {
        var text = ""
        let model = model
        var writer = writer
        defer { self.writer = writer }
        try await withChannel(of: ReplyEvent.self) { output in
            try await model.reply(to: request, into: output)
        } consume: { events in
            for try await event in events {
                switch event {
                case .cited(let passages):
                    try writer.cite(passages, diagnostics)
                case .text(let piece):
                    text += piece
                    try writer.write(piece)
                case .finished(let reason, let usage):
                    try writer.end(text, reason, usage)
                }
            }
        }
        return text
    }
}
