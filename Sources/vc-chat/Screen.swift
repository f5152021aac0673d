// SPDX-License-Identifier: MIT-0

import Conversation
import Dialogue
import Filter
import Reporting

/// Shows a conversation on stdout: `you: …` and `ai: …`, or events.
@MainActor
final class Screen {
    private let output = Output.standard()
    private let events: ChatEvents?
    private let transcript: ChatEvents?
    private let status: StatusLine?
    /// Counts what is typed beside the status line.
    let typed = TypedLines()
    private let diagnostics: Diagnostics
    private let timings: Timings?
    private var line: SingleLine?
    /// What stderr is told when the line has ended: both may be one terminal.
    private var held: [() -> Void] = []
    private var hasAnswered = false
    private var failure: ExitStatus?
    private var bargesIn: Bool?

    /// `transcript`: where the turns and replies are kept as events, too.
    init(isJSON: Bool, showsTimings: Bool, transcript: Output?, diagnostics: Diagnostics) {
        self.transcript = transcript.map { ChatEvents(EventLog($0)) }
        events = isJSON ? ChatEvents(EventLog(output)) : nil
        status = isJSON || diagnostics.isQuiet ? nil : StatusLine(typed)
        timings = showsTimings ? Timings() : nil
        self.diagnostics = diagnostics
    }

    /// Whether there is one line that changes: on a terminal.
    var hasStatusLine: Bool { status != nil }

    func show(_ report: Report) throws {
        // Ten times a second, and nothing but the status line changes.
        if case .loudness = report {
            status?.draw(report)
            return
        }
        status?.clear()
        defer { status?.draw(report) }
        switch report {
        case .failed(let error): try fail(error)
        case .notShown(let error): aside { [diagnostics] in diagnostics.report(error) }
        case .answered: hasAnswered = true
        case .speaking(let times): if let text = timings?.take(times) { say(text) }
        case .wasted(let tokens): timings?.noteWaste(tokens: tokens)
        default: break
        }
        switch report {
        case .turn, .corrected, .answered: try transcript?.write(report)
        default: break
        }
        if let events {
            try events.write(report)
        } else {
            try write(report)
        }
    }

    /// Ends a line that was left open, and sums up.
    func finish() throws {
        status?.clear()
        try breakLine()
        for text in timings?.summary ?? [] { say(text) }
    }

    /// What to exit with. Ctrl-C is how a conversation normally ends.
    func status(wasInterrupted: Bool) -> ExitStatus {
        if let failure { return failure }
        return hasAnswered || wasInterrupted ? .success : .nothing
    }

    /// Something failed that was reported when it did.
    func note(_ error: any Error) {
        failure = failure ?? (error as? any ReportableError)?.status ?? .software
    }

    /// A turn that failed is reported; what only the user can mend ends the conversation.
    private func fail(_ error: any Error) throws {
        try breakLine()
        guard let reportable = error as? any ReportableError,
            [.unavailable, .tryAgain, .badInput].contains(reportable.status)
        else { throw error }
        let status = diagnostics.report(error)
        failure = failure ?? status
    }

    private func write(_ report: Report) throws {
        switch report {
        case .listening where !hasAnswered: diagnostics.note("listening (Ctrl-C ends)")
        case .bargeIn(let can):
            if can != bargesIn {
                aside { [diagnostics] in diagnostics.note(Self.howToInterrupt(byVoice: can)) }
            }
            bargesIn = can
        case .turn(let text), .corrected(let text):
            try breakLine()
            try output.write("you: \(oneLine(text))\n")
        case .cited(let passages):
            for passage in passages { say("source: \(passage.place)") }
        case .replyText(let text):
            if line == nil { try output.write("ai: ") }
            var current = line ?? SingleLine()
            try output.write(current.push(text))
            line = current
        case .answered: try breakLine()
        case .shown(let file):
            aside { [diagnostics] in diagnostics.note("the next turn shows '\(file.name)'") }
        default: break
        }
    }

    private static func howToInterrupt(byVoice: Bool) -> String {
        byVoice ? "speak, or press ENTER, to interrupt" : "press ENTER to interrupt"
    }

    private func say(_ text: String) { aside { [diagnostics] in diagnostics.say(text) } }

    private func aside(_ tell: @escaping () -> Void) {
        if line == nil { tell() } else { held.append(tell) }
    }

    private func breakLine() throws {
        if line != nil { try output.write("\n") }
        line = nil
        held.forEach { $0() }
        held = []
    }

    private func oneLine(_ text: String) -> String {
        var line = SingleLine()
        return line.push(text)
    }
}
