// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Settings

/// Where the pieces come from: the arguments, or stdin as it arrives.
actor PieceSource {
    private let diagnostics: Diagnostics
    private let input: Channel<[UInt8]>?
    private var text = UTF8Text()
    private var reader = PieceReader()
    private var waiting: [String] = []
    private var hasWarned = false

    init(_ words: [String], _ session: Session) throws {
        diagnostics = session.diagnostics
        guard words.isEmpty else {
            input = nil
            session.interrupts?.endAtOnce()
            waiting = reader.push(words.joined(separator: " ")) + reader.finish()
            return
        }
        input = Input.standard(session.interrupts).chunks(of: 4096)
    }

    /// The next piece; nil at the end. Waits on stdin.
    func next() async throws -> String? {
        while waiting.isEmpty, let input {
            guard let bytes = try await input.receive() else {
                waiting = reader.push(text.finish()) + reader.finish()
                warnOfInvalidText()
                break
            }
            waiting = reader.push(text.push(bytes))
            warnOfInvalidText()
        }
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }

    private func warnOfInvalidText() {
        guard text.hadInvalid, !hasWarned else { return }
        hasWarned = true
        diagnostics.warn("standard input is not valid UTF-8; what is not was replaced")
    }
}
