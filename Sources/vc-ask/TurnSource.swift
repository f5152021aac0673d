// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Settings

/// Where the turns come from: the arguments, or the lines of stdin. Blank turns are passed over.
@MainActor
final class TurnSource {
    private let diagnostics: Diagnostics
    private let input: Channel<[UInt8]>?
    private var lines = UTF8Lines()
    private var waiting: [String] = []
    private var hasWarned = false

    /// Reads stdin only where no argument makes a turn, or one of them is `-`.
    init(_ words: [String], _ session: Session) throws {
        diagnostics = session.diagnostics
        guard !words.isEmpty else {
            input = Input.standard(session.interrupts).chunks(of: 65_536)
            return
        }
        input = nil
        if !words.contains("-") { session.interrupts?.endAtOnce() }
        let stdin = words.contains("-") ? try wholeStandardInput(session) : ""
        warnOfInvalidText()
        let turn = words.map { $0 == "-" ? stdin : $0 }.joined(separator: " ")
        if !isBlank(turn) { waiting = [turn] }
    }

    /// The next turn; nil at the end. Waits on stdin.
    func next() async throws -> String? {
        while waiting.isEmpty, let input {
            guard let bytes = try await input.receive() else {
                take(lines.finish())
                break
            }
            take(lines.push(bytes))
        }
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }

    private func take(_ new: [String]) {
        waiting += new.filter { !isBlank($0) }
        warnOfInvalidText()
    }

    private func wholeStandardInput(_ session: Session) throws -> String {
        let all = lines.push(try Input.standard(session.interrupts).readToEnd()) + lines.finish()
        return all.joined(separator: "\n")
    }

    private func warnOfInvalidText() {
        guard lines.hadInvalid, !hasWarned else { return }
        hasWarned = true
        diagnostics.warn("standard input is not valid UTF-8; what is not was replaced")
    }
}

private func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
