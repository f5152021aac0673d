// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Stages

/// Puts replies on stdout, as text or as events.
struct ReplyWriter {
    enum Style {
        /// Line breaks become spaces, so that a reply is a line.
        case oneLine
        /// As the model wrote it.
        case asWritten
    }

    private let style: Style
    private let terminator: String
    private let output = Output.standard()
    private let events: EventLog?
    private var line = SingleLine()
    /// The last character of the current reply; nil while nothing of it has been written.
    private var last: Character?

    /// - Parameter end: stands behind each reply.
    init(style: Style, end: String, isJSON: Bool) {
        self.style = style
        terminator = end
        events = isJSON ? EventLog(output) : nil
    }

    mutating func begin(_ turn: String) throws {
        line = SingleLine()
        last = nil
        try events?.write("turn", ["text": turn])
    }

    /// Says what a reply is based on: with events on stdout, else on stderr, so that a synthesizer
    /// doesn't read it out.
    func cite(_ passages: [Passage], _ diagnostics: Diagnostics) throws {
        if let events {
            try events.write("cited", ["passages": passages.map(CitedPassage.init)])
        } else {
            for passage in passages { diagnostics.say("source: \(passage.place)") }
        }
    }

    mutating func write(_ piece: String) throws {
        if let events {
            try events.write("text", ["text": piece])
            return
        }
        let text = style == .oneLine ? line.push(piece) : piece
        guard !text.isEmpty else { return }
        try output.write(text)
        last = text.last
    }

    mutating func end(_ text: String, _ reason: StopReason, _ usage: Usage?) throws {
        if let events {
            try events.write("reply", Reply(text, reason, usage))
        } else if style == .oneLine || terminator != "\n" || last?.isNewline != true {
            try output.write(terminator)
        }
    }

    /// The conversation's beginning has been put into this.
    func note(summary: String) throws { try events?.write("summary", ["text": summary]) }

    /// Ends a reply that broke off, so that the next begins on its own line.
    mutating func fail(_ error: any Error) throws {
        if let events {
            try events.write("failed", ["message": "\(error)"])
        } else if last != nil {
            try output.write(terminator)
        }
    }

    /// The fields of the event that ends a reply.
    private struct Reply: Encodable {
        let text: String
        let stop: String
        let inputTokens: Int?
        let outputTokens: Int?
        let cacheReadTokens: Int?
        let cacheWriteTokens: Int?

        enum CodingKeys: String, CodingKey {
            case text, stop
            case inputTokens = "input_tokens"
            case outputTokens = "output_tokens"
            case cacheReadTokens = "cache_read_tokens"
            case cacheWriteTokens = "cache_write_tokens"
        }

        init(_ text: String, _ reason: StopReason, _ usage: Usage?) {
            self.text = text
            stop = reason.name
            inputTokens = usage?.inputTokens
            outputTokens = usage?.outputTokens
            cacheReadTokens = usage?.cacheReadTokens
            cacheWriteTokens = usage?.cacheWriteTokens
        }
    }
}
