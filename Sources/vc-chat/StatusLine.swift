// SPDX-License-Identifier: MIT-0

import Conversation
import Filter
import Glibc
import Waveform

/// One line at the bottom of a terminal: who speaks, how loud it is, and what has been understood so
/// far. On stderr,
/// so that stdout stays lines; wiped before anything else is written.
@MainActor
final class StatusLine {
    private enum State: String { case starting, listening, hearing, thinking, speaking }

    private var state = State.starting
    private var partial = ""
    private var loudness = -Double.infinity
    private var isDrawn = false

    /// nil where there is no terminal.
    init?() {
        guard isatty(STDERR_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    }

    func draw(_ report: Report) {
        follow(report)
        // While a reply is being written its own line grows.
        guard state != .speaking else { return }
        let width = max(20, Terminal.width - 16 - Self.meterWidth)
        clear()
        put("\u{1B}[2m[\(state.rawValue) \(meter)] \(partial.suffix(width))\u{1B}[0m\r")
        isDrawn = true
    }

    func clear() {
        guard isDrawn else { return }
        put("\u{1B}[2K\r")
        isDrawn = false
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
