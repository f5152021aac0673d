// SPDX-License-Identifier: MIT-0

package import Dialogue
import FoundationEssentials

/// One result of a `TranscriptEvent`. Times are since the start of the stream that it came by.
package struct TranscribeResult: Sendable, Equatable {
    /// The same for all results of one segment.
    package var id: String
    package var isPartial: Bool
    package var transcript: Dialogue.Transcript

    package init(id: String, isPartial: Bool, transcript: Dialogue.Transcript) {
        self.id = id
        self.isPartial = isPartial
        self.transcript = transcript
    }

    /// The results in an event's payload, perhaps none. Whatever is missing, null or of another
    /// type is as good as not said. Throws `TranscribeError.malformed` for what isn't JSON.
    package static func all(in payload: [UInt8]) throws -> [TranscribeResult] {
        guard let event = try? JSONDecoder().decode(WireEvent.self, from: Data(payload)) else {
            throw TranscribeError.malformed
        }
        return event.results.compactMap(\.result)
    }
}

/// Source of all fields: the AWS SDK for Python's model of October 2026.
private struct WireEvent: Decodable {
    let results: [WireResult]

    init(from decoder: any Decoder) throws {
        let transcript = try Fields(decoder).fields("Transcript")
        results = transcript?.list("Results", of: WireResult.self) ?? []
    }
}

private struct WireResult: Decodable {
    /// nil: says nothing.
    let result: TranscribeResult?

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        let alternatives = fields.list("Alternatives", of: WireAlternative.self)
        guard let first = alternatives.first, !first.text.isEmpty else {
            result = nil
            return
        }
        let transcript = Dialogue.Transcript(
            first.text, start: fields.time("StartTime"), end: fields.time("EndTime"),
            language: fields.text("LanguageCode"), channel: fields.text("ChannelId"),
            items: first.items, entities: first.entities)
        result = TranscribeResult(
            id: fields.text("ResultId") ?? transcript.channel ?? "",
            isPartial: fields.get("IsPartial", Bool.self) ?? false, transcript: transcript)
    }
}

private struct WireAlternative: Decodable {
    let text: String
    let items: [TranscriptItem]
    let entities: [TranscriptEntity]

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        text = (fields.text("Transcript") ?? "").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        items = fields.list("Items", of: WireItem.self).map(\.item)
        entities = fields.list("Entities", of: WireEntity.self).map(\.entity)
    }
}

private struct WireItem: Decodable {
    let item: TranscriptItem

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        item = TranscriptItem(
            fields.text("Content") ?? "",
            kind: fields.text("Type") == "punctuation" ? .punctuation : .word,
            start: fields.time("StartTime"), end: fields.time("EndTime"),
            confidence: fields.share("Confidence"), isStable: fields.get("Stable", Bool.self),
            speaker: fields.text("Speaker").map { $0.hasPrefix("spk_") ? $0 : "spk_\($0)" })
    }
}

private struct WireEntity: Decodable {
    let entity: TranscriptEntity

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        entity = TranscriptEntity(
            fields.text("Content") ?? "", category: fields.text("Category"),
            type: fields.text("Type"), start: fields.time("StartTime"),
            end: fields.time("EndTime"), confidence: fields.share("Confidence"))
    }
}

/// The fields of an object, none of which need be there.
private struct Fields {
    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// An element that isn't what it should be.
    private struct Lossy<Element: Decodable>: Decodable {
        let element: Element?

        init(from decoder: any Decoder) { element = try? Element(from: decoder) }
    }

    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws { container = try decoder.container(keyedBy: Key.self) }

    private init(_ container: KeyedDecodingContainer<Key>) { self.container = container }

    func get<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
        try? container.decode(type, forKey: Key(stringValue: name))
    }

    func text(_ name: String) -> String? { get(name, String.self) }

    /// Seconds; a wild number would overflow.
    func time(_ name: String) -> Duration? {
        guard let seconds = get(name, Double.self), (0...1_000_000).contains(seconds) else {
            return nil
        }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }

    func share(_ name: String) -> Double? {
        get(name, Double.self).flatMap { (0...1).contains($0) ? $0 : nil }
    }

    func fields(_ name: String) -> Fields? {
        (try? container.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: name)))
            .map(Fields.init)
    }

    func list<Element: Decodable>(_ name: String, of type: Element.Type) -> [Element] {
        get(name, [Lossy<Element>].self)?.compactMap(\.element) ?? []
    }
}

extension Dialogue.Transcript {
    /// With all times later by `offset`.
    package func shifted(by offset: Duration) -> Dialogue.Transcript {
        var copy = self
        copy.start = start.map { $0 + offset }
        copy.end = end.map { $0 + offset }
        for index in items.indices {
            copy.items[index].start = items[index].start.map { $0 + offset }
            copy.items[index].end = items[index].end.map { $0 + offset }
        }
        for index in entities.indices {
            copy.entities[index].start = entities[index].start.map { $0 + offset }
            copy.entities[index].end = entities[index].end.map { $0 + offset }
        }
        return copy
    }
}
