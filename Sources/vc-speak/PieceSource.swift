// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Settings

/// Where the pieces come from: the arguments, or stdin as it arrives.
actor PieceSource {
    /// What makes pieces of text.
    fileprivate enum Reader {
        case text(PieceReader)
        case ssml(SSMLReader)
    }

    /// How much is still begun once Ctrl-C has come, in characters: half a minute of speech. A reply
    /// that was on its way fits. Rejected: all that comes within the time of grace, which is the
    /// whole pipe, an hour of speech, where the writer is fast; the current line, by which a last
    /// reply is lost that comes while the one before is spoken.
    private static let lastWords = 500

    private let diagnostics: Diagnostics
    private let interrupts: Interrupts?
    private let input: Channel<[UInt8]>?
    private var charactersLeft = PieceSource.lastWords
    private var text = UTF8Text()
    private var reader: Reader
    private var waiting: [String] = []
    /// What is wrong behind the pieces that wait.
    private var problem: SSMLReader.Problem?
    private var hasWarned = false

    init(_ words: [String], isSSML: Bool, _ session: Session) {
        diagnostics = session.diagnostics
        interrupts = session.interrupts
        reader = isSSML ? .ssml(SSMLReader()) : .text(PieceReader())
        guard words.isEmpty else {
            input = nil
            session.interrupts?.endAtOnce()
            (waiting, problem) = reader.take(words.joined(separator: " "), isLast: true)
            return
        }
        input = Input.standard(session.interrupts).chunks(of: 4096)
    }

    /// The next piece; nil at the end, and when the last words after Ctrl-C are spoken. Waits on
    /// stdin. Throws `SSMLError`.
    func next() async throws -> String? {
        while waiting.isEmpty, problem == nil, let input {
            guard let bytes = try await input.receive() else {
                (waiting, problem) = reader.take(text.finish(), isLast: true)
                warnOfInvalidText()
                break
            }
            (waiting, problem) = reader.take(text.push(bytes), isLast: false)
            warnOfInvalidText()
        }
        if let piece = waiting.first {
            guard mayBegin(piece) else { return nil }
            return waiting.removeFirst()
        }
        if let problem { throw SSMLError(problem: problem) }
        return nil
    }

    private func mayBegin(_ piece: String) -> Bool {
        guard interrupts?.received != nil else { return true }
        guard charactersLeft > 0 else {
            diagnostics.warn("interrupted: the rest of the input is not spoken")
            return false
        }
        charactersLeft -= piece.count
        return true
    }

    private func warnOfInvalidText() {
        guard text.hadInvalid, !hasWarned else { return }
        hasWarned = true
        diagnostics.warn("standard input is not valid UTF-8; what is not was replaced")
    }
}

extension PieceSource.Reader {
    /// Takes text, and at the end what is left; returns the pieces, and what is wrong behind them.
    fileprivate mutating func take(
        _ text: String, isLast: Bool
    ) -> (pieces: [String], problem: SSMLReader.Problem?) {
        switch self {
        case .text(var reader):
            defer { self = .text(reader) }
            return (reader.push(text) + (isLast ? reader.finish() : []), nil)
        case .ssml(var reader):
            defer { self = .ssml(reader) }
            let (documents, problem) = reader.push(text)
            return (documents, problem ?? (isLast ? reader.finish() : nil))
        }
    }
}
