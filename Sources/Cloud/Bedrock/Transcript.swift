// SPDX-License-Identifier: MIT-0

import Dialogue

/// A conversation that becomes one text, for models that go on with a text.
struct Transcript {
    let system: String?
    /// A user's turn with its reply; the last has none. Turns in succession are one, with a blank
    /// line between them.
    private(set) var turns: [(user: String, reply: String?)] = []

    /// `marks`, which mean something to the model, are taken out of what was said: nobody may
    /// speak for somebody else.
    init(_ request: ReplyRequest, without marks: [String]) {
        system = request.system.map { Self.text($0, without: marks) }.flatMap {
            $0.isEmpty ? nil : $0
        }
        for message in request.messages {
            let text = Self.text(message.text, without: marks)
            if message.role == .assistant {
                guard let last = turns.indices.last else { continue }
                turns[last].reply = [turns[last].reply, text].compactMap(\.self)
                    .joined(separator: "\n\n")
            } else if let last = turns.indices.last, turns[last].reply == nil {
                turns[last].user += "\n\n" + text
            } else {
                turns.append((text, nil))
            }
        }
    }

    /// For models without a place for instructions: they stand before the first turn.
    var withSystemInFirstTurn: Transcript {
        guard let system, !turns.isEmpty else { return self }
        var copy = Transcript(system: nil, turns: turns)
        copy.turns[0].user = system + "\n\n" + turns[0].user
        return copy
    }

    private init(system: String?, turns: [(user: String, reply: String?)]) {
        self.system = system
        self.turns = turns
    }

    /// Again and again, as long as taking out a mark makes another. Compared byte by byte: to a
    /// model, a mark with an accent behind it is still a mark.
    private static func text(_ text: String, without marks: [String]) -> String {
        var bytes = Array(text.utf8)
        let marks = marks.map { Array($0.utf8) }
        while let mark = marks.first(where: { bytes.firstRange(of: $0) != nil }) {
            bytes = Array(bytes.split(separator: mark).joined())
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
