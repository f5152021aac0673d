// SPDX-License-Identifier: MIT-0

import Dialogue

@testable import Cloud

/// A turn ledger's life in short: what it is told, and what it says.
///
/// `s0.2` speech started, `e1.2` the turn ended, `o0` a stream opened, `>1.8` audio sent, `-` nobody
/// was heard, `pA:0.2-0.9:good` a partial result of segment A, `fA:0.2-1.0:good_day` a final one
/// (`_` between words, whose times share the result's). `A@1` is segment A on channel 1.
struct Timeline {
    private(set) var ledger: TurnLedger
    /// `p(good)`, `f(good day)`, `d` when a turn is done.
    private(set) var said: [String] = []

    init(_ text: String, channels: Int = 1, findsLanguage: Bool = false) throws {
        ledger = TurnLedger(channels: channels, findsLanguage: findsLanguage)
        for word in text.split(separator: " ") { try tell(word) }
    }

    mutating func finish(isWhole: Bool = true) { note(ledger.finish(isWhole: isWhole)) }

    private mutating func tell(_ word: Substring) throws {
        let rest = word.dropFirst()
        switch word.first {
        case "s": note(ledger.handle(.speechStarted(at: Self.time(rest))))
        case "e": note(ledger.handle(.turnEnded(at: Self.time(rest))))
        case "o": note(ledger.handle(.opened(at: Self.time(rest))))
        case ">": note(ledger.handle(.sent(to: Self.time(rest))))
        case "-": note(ledger.handle(.heard([])))
        case "p", "f":
            note(ledger.handle(.heard([try Self.result(rest, isPartial: word.first == "p")])))
        case "x": finish()
        default: throw Unreadable(word: String(word))
        }
    }

    private struct Unreadable: Error { let word: String }

    private mutating func note(_ events: [TranscriptEvent]) {
        said += events.map { event in
            switch event {
            case .partial(let transcript): "p(\(transcript.text))"
            case .final(let transcript): "f(\(transcript.text))"
            case .turnDone: "d"
            }
        }
    }

    private static func time(_ text: some StringProtocol) -> Duration {
        .milliseconds(Int(((Double(text) ?? 0) * 1000).rounded()))
    }

    static func result(_ text: Substring, isPartial: Bool) throws -> TranscribeResult {
        let parts = text.split(separator: ":")
        guard parts.count == 3 else { throw Unreadable(word: String(text)) }
        let times = parts[1].split(separator: "-").map(time)
        let name = parts[0].split(separator: "@")
        let words = parts[2].split(separator: "_").map(String.init)
        let span = (times[1] - times[0]) / words.count
        let items = words.enumerated().map { index, word in
            TranscriptItem(
                word, start: times[0] + span * index, end: times[0] + span * (index + 1))
        }
        return TranscribeResult(
            id: String(name[0]), isPartial: isPartial,
            transcript: Transcript(
                words.joined(separator: " "), start: times[0], end: times[1],
                channel: name.count > 1 ? "ch_\(name[1])" : nil, items: items))
    }
}

private typealias Transcript = Dialogue.Transcript
