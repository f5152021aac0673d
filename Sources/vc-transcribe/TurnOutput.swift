// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter

/// Collects the final results of a turn and puts it on stdout, as lines or as events.
@MainActor
final class TurnOutput {
    private let output = Output.standard()
    private let events: EventLog?
    private let writesEachFinal: Bool
    private let namesSpeakers: Bool
    private var finals: [Transcript] = []
    private var hasWritten = false

    init(isJSON: Bool, writesEachFinal: Bool, namesSpeakers: Bool) {
        events = isJSON ? EventLog(output) : nil
        self.writesEachFinal = writesEachFinal
        self.namesSpeakers = namesSpeakers
    }

    func take(_ event: TranscriptEvent) throws {
        switch event {
        case .partial(let transcript): try events?.write("partial", EventFields(transcript))
        case .final(let transcript):
            try events?.write("final", EventFields(transcript))
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
        guard !finals.isEmpty else { return }
        let finals = finals
        self.finals = []
        hasWritten = true
        // Each channel by itself, in the order in which they came to speak.
        var channels: [String?] = []
        for final in finals where !channels.contains(final.channel) {
            channels.append(final.channel)
        }
        for channel in channels {
            guard let turn = finals.filter({ $0.channel == channel }).joined else { continue }
            if let events {
                try events.write("turn", EventFields(turn))
            } else {
                try write(turn)
            }
        }
    }

    private func write(_ turn: Transcript) throws {
        for run in namesSpeakers ? turn.runs : [turn] {
            let name = turn.channel ?? (namesSpeakers ? run.speaker : nil)
            let text = run.text.split(whereSeparator: \.isNewline).joined(separator: " ")
            try output.write((name.map { "\($0): " } ?? "") + text + "\n")
        }
    }
}
