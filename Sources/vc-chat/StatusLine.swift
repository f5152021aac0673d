// SPDX-License-Identifier: MIT-0

import Conversation
import Filter
import Glibc

/// One line at the bottom of a terminal: who speaks, and what has been understood so far. On stderr,
/// so that stdout stays lines; wiped before anything else is written. The cursor is left behind it:
/// what is typed stands there.
@MainActor
final class StatusLine {
    private enum State: String { case starting, listening, hearing, thinking, speaking }

    private var state = State.starting
    private var partial = ""
    private var isDrawn = false

    /// nil where there is no terminal.
    init?() {
        guard isatty(STDERR_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    }

    func draw(_ report: Report) {
        follow(report)
        // While a reply is being written its own line grows.
        guard state != .speaking else { return }
        let width = max(20, Terminal.width - 40)
        put("\u{1B}[2m[\(state.rawValue)] \(partial.suffix(width))\u{1B}[0m ")
        isDrawn = true
    }

    func clear() {
        guard isDrawn else { return }
        put("\r\u{1B}[2K")
        isDrawn = false
    }

    private func follow(_ report: Report) {
        switch report {
        case .listening: state = .listening
        case .speechStarted where state == .listening: state = .hearing
        case .partial(let text): partial = text
        case .turn:
            state = .thinking
            partial = ""
        case .replyText: state = .speaking
        case .answered, .failed: state = .listening
        default: break
        }
    }

    private func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
