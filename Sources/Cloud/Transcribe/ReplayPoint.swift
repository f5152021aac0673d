// SPDX-License-Identifier: MIT-0

import Dialogue

/// Up to where the service's results are known, so that a new stream hears what is missing and
/// nothing is said twice. Times are since the start of the input.
struct ReplayPoint: Sendable, Equatable {
    private let channels: Int
    /// Where the last final result of each channel ended, and in which stream it came.
    private var ends: [String: (time: Duration, stream: Int)] = [:]
    private var nothingUntil: Duration = .zero
    private var stream = 0

    init(channels: Int) { self.channels = channels }

    static func == (one: ReplayPoint, other: ReplayPoint) -> Bool {
        one.start == other.start && one.lastWord == other.lastWord && one.stream == other.stream
    }

    /// Where a new stream has to begin.
    var start: Duration {
        let finals = ends.count < channels ? .zero : ends.values.map(\.time).min() ?? .zero
        return max(finals, nothingUntil)
    }

    /// Where the last word ended that is final.
    var lastWord: Duration { ends.values.map(\.time).max() ?? .zero }

    mutating func streamOpened() { stream += 1 }

    mutating func heardNothing(until time: Duration) { nothingUntil = max(nothingUntil, time) }

    mutating func heard(_ transcript: Dialogue.Transcript) {
        guard let end = transcript.end else { return }
        let known = ends[transcript.channel ?? ""]?.time ?? .zero
        ends[transcript.channel ?? ""] = (max(known, end), stream)
    }

    /// A result without what an earlier stream has already given; nil if nothing is left.
    func withoutKnown(_ result: TranscribeResult) -> TranscribeResult? {
        guard let end = ends[result.transcript.channel ?? ""], end.stream < stream else {
            return result
        }
        let heard = result.transcript
        guard !heard.items.isEmpty else { return heard.end ?? end.time > end.time ? result : nil }
        // A word that is heard again may begin a little earlier or later than at first.
        let first = heard.items.first { item in
            guard item.kind == .word, let start = item.start else { return false }
            return (start + (item.end ?? start)) / 2 >= end.time
        }
        guard let start = first?.start, let rest = heard.split(at: start).after else { return nil }
        var result = result
        result.transcript = rest
        return result
    }
}
