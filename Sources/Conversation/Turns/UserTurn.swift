// SPDX-License-Identifier: MIT-0

package import Dialogue

/// What has been understood of the turn that is being spoken: the results that are final, and the
/// partial one that follows them.
package struct UserTurn: Sendable, Equatable {
    private var finals: [Transcript] = []
    private var partial: Transcript?
    /// When its words last changed.
    package private(set) var changedAt: Duration?
    /// When its last result came.
    package private(set) var updatedAt: Duration?

    package init() {}

    /// Takes a partial or a final result.
    /// - Returns: whether the words have changed; signs and capitals don't count.
    package mutating func take(_ transcript: Transcript, isFinal: Bool, at now: Duration) -> Bool {
        let before = words
        partial = isFinal ? nil : transcript
        if isFinal, !transcript.text.isEmpty { finals.append(transcript) }
        updatedAt = now
        let hasChanged = words != before
        if hasChanged { changedAt = now }
        return hasChanged
    }

    /// What it reads like.
    package var text: String {
        (finals + [partial].compactMap(\.self)).map(\.text).filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// Those of its results that are final.
    package var finalTexts: [String] { finals.map(\.text) }

    /// Its words, for comparison.
    package var words: [String] { Self.words(of: text) }

    package var isEmpty: Bool { words.isEmpty }

    /// Where its last word ends in the stream; nil where the engine doesn't say.
    package var end: Duration? { (partial ?? finals.last)?.end }

    /// In lower case, without signs. An ideograph is a word of its own.
    package static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }
}
