// SPDX-License-Identifier: MIT-0

import Dialogue

/// The fields of an event about words; times are seconds since the recording's start. What isn't
/// known is left out.
struct EventFields: Encodable {
    private let text: String
    private let start: Double?
    private let end: Double?
    private let language: String?
    private let channel: String?
    private let speaker: String?
    private let confidence: Double?
    private let items: [Item]?
    private let entities: [Entity]?

    init(_ transcript: Transcript) {
        text = transcript.text
        start = transcript.start?.asSeconds
        end = transcript.end?.asSeconds
        language = transcript.language
        channel = transcript.channel
        speaker = transcript.speaker
        confidence = transcript.confidence.map { ($0 * 1000).rounded() / 1000 }
        items = transcript.items.isEmpty ? nil : transcript.items.map(Item.init)
        entities = transcript.entities.isEmpty ? nil : transcript.entities.map(Entity.init)
    }

    private struct Item: Encodable {
        let kind: String
        let text: String
        let start: Double?
        let end: Double?
        let confidence: Double?
        let stable: Bool?
        let speaker: String?

        init(_ item: TranscriptItem) {
            kind = item.kind.rawValue
            text = item.text
            start = item.start?.asSeconds
            end = item.end?.asSeconds
            confidence = item.confidence
            stable = item.isStable
            speaker = item.speaker
        }
    }

    private struct Entity: Encodable {
        let text: String
        let category: String?
        let type: String?
        let start: Double?
        let end: Double?
        let confidence: Double?

        init(_ entity: TranscriptEntity) {
            text = entity.text
            category = entity.category
            type = entity.type
            start = entity.start?.asSeconds
            end = entity.end?.asSeconds
            confidence = entity.confidence
        }
    }
}

extension Duration {
    /// To the millisecond.
    fileprivate var asSeconds: Double { (self / .milliseconds(1)).rounded() / 1000 }
}
