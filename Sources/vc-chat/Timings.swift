// SPDX-License-Identifier: MIT-0

import Conversation

/// How long answers took: a line for each, and percentiles of all.
@MainActor
final class Timings {
    private var delays: [Int] = []
    private var wasted = (requests: 0, tokens: 0)

    /// - Returns: the line of an answer that has begun to sound.
    func take(_ times: TurnTimes) -> String {
        let parts: [(String, Duration?)] = [
            ("turn over", times.commit), ("first token", times.firstToken),
            ("first clause", times.firstPiece), ("first audio", times.firstAudio),
            ("audible", times.audible),
        ]
        let texts = parts.compactMap { name, time in
            time.map { "\(name) \(Self.milliseconds($0 - times.speechEnd))" }
        }
        if let audible = times.audible {
            delays.append(Self.milliseconds(audible - times.speechEnd))
        }
        return "timings: ms after the end of speech: " + texts.joined(separator: ", ")
            + "; requests: \(times.tries)"
    }

    func noteWaste(tokens: Int) {
        wasted.requests += 1
        wasted.tokens += tokens
    }

    /// Percentiles by the nearest rank.
    var summary: [String] {
        guard !delays.isEmpty else { return [] }
        let sorted = delays.sorted()
        let rank = { (percent: Int) in sorted[max(0, (sorted.count * percent + 99) / 100 - 1)] }
        return [
            "timings: end of speech to first sample: p50 \(rank(50)) ms, p95 \(rank(95)) ms "
                + "(\(sorted.count) answers); on suspicion and not used: "
                + "\(wasted.requests) requests, \(wasted.tokens) tokens"
        ]
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int((duration / .milliseconds(1)).rounded())
    }
}
