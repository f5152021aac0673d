// SPDX-License-Identifier: MIT-0

/// Words, with their place in the stream. What an engine doesn't say is nil or empty.
package struct Transcript: Sendable, Equatable {
    package var text: String
    /// Since the start of the stream.
    package var start: Duration?
    package var end: Duration?
    /// BCP 47, where the engine says which language it heard.
    package var language: String?
    /// The channel that it was heard on, where channels are told apart: `ch_0`.
    package var channel: String?
    /// The text's words and signs, in its order.
    package var items: [TranscriptItem]
    /// What was recognised as a name, a number, an address.
    package var entities: [TranscriptEntity]

    package init(
        _ text: String, start: Duration? = nil, end: Duration? = nil, language: String? = nil,
        channel: String? = nil, items: [TranscriptItem] = [], entities: [TranscriptEntity] = []
    ) {
        self.text = text
        self.start = start
        self.end = end
        self.language = language
        self.channel = channel
        self.items = items
        self.entities = entities
    }

    /// The one who said all of it, where speakers are told apart.
    package var speaker: String? {
        let speakers = Set(items.filter { $0.kind == .word }.map(\.speaker))
        return speakers.count == 1 ? speakers.first ?? nil : nil
    }

    /// How sure the engine is of the words, from 0 to 1: their mean.
    package var confidence: Double? {
        let known = items.filter { $0.kind == .word }.compactMap(\.confidence)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
}

/// One word of a transcript, or one sign.
package struct TranscriptItem: Sendable, Equatable {
    package enum Kind: String, Sendable { case word, punctuation }

    package var kind: Kind
    package var text: String
    /// Since the start of the stream.
    package var start: Duration?
    package var end: Duration?
    /// From 0 to 1.
    package var confidence: Double?
    /// Whether later partial results will keep it.
    package var isStable: Bool?
    /// `spk_0`
    package var speaker: String?

    package init(
        _ text: String, kind: Kind = .word, start: Duration? = nil, end: Duration? = nil,
        confidence: Double? = nil, isStable: Bool? = nil, speaker: String? = nil
    ) {
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
        self.isStable = isStable
        self.speaker = speaker
    }
}

/// A part of a transcript that stands for somebody or something.
package struct TranscriptEntity: Sendable, Equatable {
    package var text: String
    /// `PII`
    package var category: String?
    /// `NAME`
    package var type: String?
    /// Since the start of the stream.
    package var start: Duration?
    package var end: Duration?
    /// From 0 to 1.
    package var confidence: Double?

    package init(
        _ text: String, category: String? = nil, type: String? = nil, start: Duration? = nil,
        end: Duration? = nil, confidence: Double? = nil
    ) {
        self.text = text
        self.category = category
        self.type = type
        self.start = start
        self.end = end
        self.confidence = confidence
    }
}
