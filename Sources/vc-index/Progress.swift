// SPDX-License-Identifier: MIT-0

import Filter
import Glibc

/// How far a run is: one line at the bottom of a terminal, a few times a second.
@MainActor
final class Progress {
    /// Says things after the line was wiped.
    let diagnostics: Diagnostics
    private let isShown: Bool
    private var isDrawn = false
    private var next = 0.0

    init(_ diagnostics: Diagnostics) {
        self.diagnostics = diagnostics
        isShown = Terminal.isError && !diagnostics.isQuiet
    }

    func show(_ text: String) {
        guard isShown, case let now = monotonicSeconds(), now >= next else { return }
        next = now + 0.1
        put("\u{1B}[2K\(diagnostics.tool): \(text)\r")
        isDrawn = true
    }

    func clear() {
        if isDrawn { put("\u{1B}[2K") }
        isDrawn = false
    }

    private func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
