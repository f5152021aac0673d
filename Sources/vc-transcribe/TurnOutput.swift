// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter

/// Collects the final results of a turn and puts it on stdout, as a line or as events.
@MainActor
final class TurnOutput {
    private let output = Output.standard()
    private let events: EventLog?
    private let writesEachFinal: Bool
    private var finals: [Transcript] = []
    private var hasWritten = false

    init(isJSON: Bool, writesEachFinal: Bool) {
        events = isJSON ? EventLog(output) : nil
        self.writesEachFinal = writesEachFinal
    }

    func take(_ event: TranscriptEvent) throws {
        switch event {
        case .partial(let transcript): try events?.write("partial", Fields(transcript))
        case .final(let transcript):
            try events?.write("final", Fields(transcript))
            if !transcript.text.isEmpty { finals.append(transcript) }
            if writesEachFinal { try writeTurn() }
        case .turnDone: try writeTurn()
        }
    }

    /// Writes what a recording left open.
    /// - Returns: whether the recording had any words.
    func finish() throws -> Bool {
        try writeTurn()
        defer { hasWritten = false }
        return hasWritten
    }

    private func writeTurn() throws {
        guard let first = finals.first, let last = finals.last else { return }
        let text = finals.map(\.text).joined(separator: " ")
        finals = []
        hasWritten = true
        if let events {
            let turn = Transcript(text, start: first.start, end: last.end, language: last.language)
            try events.write("turn", Fields(turn))
        } else {
            try output.write(text.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n")
        }
    }

    /// The fields of a result; times are seconds since the recording's start.
    private struct Fields: Encodable {
        let text: String
        let start: Double?
        let end: Double?
        let language: String?

        init(_ transcript: Transcript) {
            text = transcript.text
            start = transcript.start.map { ($0 / .milliseconds(1)).rounded() / 1000 }
            end = transcript.end.map { ($0 / .milliseconds(1)).rounded() / 1000 }
            language = transcript.language
        }
    }
}
