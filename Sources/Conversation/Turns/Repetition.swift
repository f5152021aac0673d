// SPDX-License-Identifier: MIT-0

/// Words that the loudspeaker has said lately: what the microphone hears of them is no turn.
package struct Repetition: Sendable, Equatable {
    /// Words that are remembered.
    private static let memory = 80
    /// How long after the loudspeaker's last word its echo may still be understood.
    private static let reach: Duration = .seconds(3)

    /// How long after the loudspeaker's last sample its echo may begin: the latency of devices, and
    /// for how long nothing is heard behind it where the echo is not under control.
    private static let tail: Duration = .milliseconds(600)

    private var words: [String] = []
    private var lastAt: Duration?
    /// Since when it is silent.
    private var endedAt: Duration?

    package init() {}

    /// Notes what is being played.
    package mutating func note(_ text: String, at now: Duration) {
        words += UserTurn.words(of: text)
        words.removeFirst(max(0, words.count - Self.memory))
        lastAt = now
        endedAt = nil
    }

    /// The loudspeaker has fallen silent.
    package mutating func ended(at now: Duration) { endedAt = now }

    /// Whether three quarters of `said` stand in what was played, in that order and close together. One
    /// or two words prove nothing: people repeat each other. So does whose voice began (`start`, nil
    /// where none was heard) when the loudspeaker was silent.
    package func holds(_ said: [String], since start: Duration?, at now: Duration) -> Bool {
        guard let lastAt, now - lastAt < Self.reach, said.count >= 3 else { return false }
        if let start, let endedAt, start > endedAt + Self.tail { return false }
        // The longest common subsequence with any stretch that is a little longer than `said`.
        let span = said.count + said.count / 2 + 1
        let starts = words.indices.filter { words[$0] == said[0] || words[$0] == said[1] }
        return starts.contains { start in
            let stretch = words[start..<min(start + span, words.count)]
            return Self.common(said, stretch) * 4 >= said.count * 3
        }
    }

    private static func common(_ said: [String], _ played: ArraySlice<String>) -> Int {
        var row = [Int](repeating: 0, count: played.count + 1)
        for word in said {
            var diagonal = 0
            for (column, other) in played.enumerated() {
                let above = row[column + 1]
                row[column + 1] = word == other ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[played.count]
    }
}
