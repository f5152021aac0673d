// SPDX-License-Identifier: MIT-0

import Conversation
import Dialogue
import Filter
import Reporting

/// Shows a conversation on stdout: `you: …` and `ai: …`, or events.
@MainActor
final class Screen {
    private let output = Output.standard()
    private let events: EventLog?
    private let diagnostics: Diagnostics
    private var line: SingleLine?
    private var hasAnswered = false
    private var failure: ExitStatus?

    init(isJSON: Bool, diagnostics: Diagnostics) {
        events = isJSON ? EventLog(output) : nil
        self.diagnostics = diagnostics
    }

    func show(_ report: Report) throws {
        if case .failed(let error) = report { try fail(error) }
        if case .answered = report { hasAnswered = true }
        if let events {
            try write(report, to: events)
        } else {
            try write(report)
        }
    }

    /// Ends a line that was left open.
    func finish() throws { try breakLine() }

    /// What to exit with. Ctrl-C is how a conversation normally ends.
    func status(wasInterrupted: Bool) -> ExitStatus {
        if let failure { return failure }
        return hasAnswered || wasInterrupted ? .success : .nothing
    }

    /// A turn that failed is reported; what only the user can mend ends the conversation.
    private func fail(_ error: any Error) throws {
        try breakLine()
        guard let reportable = error as? any ReportableError,
            reportable.status == .unavailable || reportable.status == .tryAgain
        else { throw error }
        let status = diagnostics.report(error)
        failure = failure ?? status
    }

    private func write(_ report: Report) throws {
        switch report {
        case .listening where !hasAnswered: diagnostics.note("listening (Ctrl-C ends)")
        case .turn(let text): try output.write("you: \(oneLine(text))\n")
        case .replyText(let text):
            if line == nil { try output.write("ai: ") }
            var current = line ?? SingleLine()
            try output.write(current.push(text))
            line = current
        case .answered: try breakLine()
        default: break
        }
    }

    private func breakLine() throws {
        if line != nil { try output.write("\n") }
        line = nil
    }

    private func oneLine(_ text: String) -> String {
        var line = SingleLine()
        return line.push(text)
    }

    private func write(_ report: Report, to events: EventLog) throws {
        switch report {
        case .started: try events.write("started")
        case .listening: try events.write("listening")
        case .speechStarted(let at): try events.write("speech_started", ["frame": at])
        case .speechEnded(let at): try events.write("speech_ended", ["frame": at])
        case .partial(let text): try events.write("partial", ["text": text])
        case .turn(let text): try events.write("turn", ["text": text])
        case .replyText(let text): try events.write("text", ["text": text])
        case .speaking: try events.write("speaking")
        case .answered(let text, let heard, let interrupted):
            try events.write(
                "reply", Reply(text: text, heard: heard, interrupted: interrupted))
        case .failed(let error): try events.write("failed", ["message": "\(error)"])
        }
    }

    private struct Reply: Encodable {
        let text: String
        let heard: String
        let interrupted: Bool
    }
}
