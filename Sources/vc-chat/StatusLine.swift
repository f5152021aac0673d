// SPDX-License-Identifier: MIT-0

import Conversation
import Filter
import Glibc
import Waveform

/// One line at the bottom of a terminal: who speaks, how loud it is, and what has been understood so
/// far. On stderr, so that stdout stays lines; wiped before anything else is written.
///
/// It takes the left of the line. The cursor stands behind it, where the terminal shows what is
/// typed; drawing the line anew leaves that as it is.
@MainActor
final class StatusLine {
    private enum State: String { case starting, listening, hearing, thinking, speaking }

    private var state = State.starting
    private var partial = ""
    private var loudness = -Double.infinity
    private var isDrawn = false
    private let typed: TypedLines
    /// How many lines had been typed when it was last drawn.
    private var typedLines = 0

    /// nil where there is no terminal.
    init?(_ typed: TypedLines) {
        self.typed = typed
        guard isatty(STDERR_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    }

    func draw(_ report: Report) {
        follow(report)
        // While a reply is being written its own line grows.
        guard state != .speaking else { return }
        let width = max(30, Terminal.width * 6 / 10)
        let head = "[\(state.rawValue) \(meter)] "
        let text = "\u{1B}[2m\(head)\(Self.end(of: partial, columns: width - head.count))\u{1B}[0m"
        // After ENTER the cursor is on another line.
        if isDrawn, typed.count == typedLines {
            let blank = String(repeating: " ", count: width)
            put("\u{1B}7\r\(blank)\r\(text)\u{1B}8")
        } else {
            put("\r\u{1B}[2K\(text)\u{1B}[\(width + 2)G")
        }
        typedLines = typed.count
        isDrawn = true
    }

    func clear() {
        guard isDrawn else { return }
        put("\r\u{1B}[2K")
        isDrawn = false
    }

    /// As much of the end of a text as fits. What isn't ASCII may take two columns.
    private static func end(of text: String, columns: Int) -> String {
        var left = columns
        let end = text.reversed().prefix { character in
            left -= character.isASCII ? 1 : 2
            return left >= 0
        }
        return String(end.reversed())
    }

    private static let meterWidth = 8

    /// From -60 to 0 dBFS, as vc-record's.
    private var meter: String {
        let filled = Int((max(-60, min(loudness, 0)) / 60 + 1) * Double(Self.meterWidth))
        return String(repeating: "#", count: filled)
            + String(repeating: " ", count: Self.meterWidth - filled)
    }

    private func follow(_ report: Report) {
        switch report {
        case .listening: state = .listening
        case .speechStarted where state == .listening: state = .hearing
        case .loudness(let new): loudness = new.rms
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
