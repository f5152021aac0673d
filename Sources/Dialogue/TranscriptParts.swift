// SPDX-License-Identifier: MIT-0

extension Transcript {
    /// Cut in two by time: what begins before `instant`, and what begins then or later. A sign goes
    /// with the word before it. Without items, all of it goes to where it begins.
    package func split(at instant: Duration) -> (before: Transcript?, after: Transcript?) {
        let isLater = { (start: Duration?) in start.map { $0 >= instant } ?? false }
        guard let first = items.firstIndex(where: { $0.kind == .word && isLater($0.start) }) else {
            return items.isEmpty && isLater(start) ? (nil, self) : (self, nil)
        }
        return (part(0..<first), part(first..<items.count))
    }

    /// What each speaker said, in order, where speakers are told apart; a sign goes with the word
    /// before it.
    package var runs: [Transcript] {
        var starts: [Int] = []
        var speaker: String??
        for (index, item) in items.enumerated() where item.kind == .word {
            if item.speaker != speaker { starts.append(starts.isEmpty ? 0 : index) }
            speaker = item.speaker
        }
        guard starts.count > 1 else { return [self] }
        let ends = starts.dropFirst() + [items.count]
        return zip(starts, ends).compactMap { part($0..<$1) }
    }

    /// Some of the items with their text, as it is spaced in the whole; nil if there are none.
    private func part(_ range: Range<Int>) -> Transcript? {
        guard !range.isEmpty else { return nil }
        if range == items.indices { return self }
        let items = Array(self.items[range])
        let words = items.filter { $0.kind == .word }
        var part = self
        part.text = text(of: range)
        part.items = items
        if range.lowerBound > 0 { part.start = words.first?.start ?? start }
        if range.upperBound < self.items.count { part.end = words.last?.end ?? end }
        part.entities = entities.filter { entity in
            entity.start.map { $0 >= part.start ?? .zero && $0 <= part.end ?? $0 } ?? true
        }
        return part
    }

    /// The items are looked for in the text, one after the other; where the text isn't made of
    /// them, they are joined as English does it.
    private func text(of range: Range<Int>) -> String {
        var places: [String.Index] = []
        var cursor = text.startIndex
        for item in items {
            guard let place = text[cursor...].firstRange(of: item.text) else {
                return Self.joined(items[range])
            }
            places.append(place.lowerBound)
            cursor = place.upperBound
        }
        let end = range.upperBound < places.count ? places[range.upperBound] : text.endIndex
        return text[places[range.lowerBound]..<end].trimmed
    }

    private static func joined(_ items: ArraySlice<TranscriptItem>) -> String {
        items.reduce(into: "") { text, item in
            if !text.isEmpty, item.kind == .word { text += " " }
            text += item.text
        }
    }
}

extension Substring {
    /// Without white space at the ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}

extension [Transcript] {
    /// Joined by spaces: the turn that these final results are of.
    package var joined: Transcript? {
        guard let first, let last else { return nil }
        return Transcript(
            map(\.text).joined(separator: " "), start: first.start, end: last.end,
            language: last.language, channel: Set(map(\.channel)).count == 1 ? first.channel : nil,
            items: flatMap(\.items), entities: flatMap(\.entities))
    }
}
