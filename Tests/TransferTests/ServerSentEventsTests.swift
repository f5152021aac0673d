// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Transfer

struct ServerSentEventsTests {
    func events(_ text: String) throws -> [ServerSentEvent] {
        var parser = ServerSentEvents()
        return try parser.take(Array(text.utf8))
    }

    @Test func `an event ends at an empty line`() throws {
        #expect(
            try events("data: one\n\ndata:two\n\n") == [.init(data: "one"), .init(data: "two")])
        #expect(try events("data: cut off\n").isEmpty)
    }

    @Test func `line ends may be LF, CR or CRLF`() throws {
        let expected: [ServerSentEvent] = [.init(data: "a\nb"), .init(data: "c")]
        for end in ["\n", "\r", "\r\n"] {
            let text = ["data: a", "data: b", "", "data: c", "", ""].joined(separator: end)
            #expect(try events(text) == expected)
        }
    }

    @Test func `one blank after the colon goes, the others stay`() throws {
        #expect(try events("data:  a \n\n") == [.init(data: " a ")])
        #expect(try events("data\n\n") == [.init(data: "")])
        #expect(try events("data\ndata\n\n") == [.init(data: "\n")])
    }

    @Test func `comments and unknown fields are passed over`() throws {
        #expect(try events(": ping\nfoo: 1\ndata: x\n\n:\n\n") == [.init(data: "x")])
    }

    @Test func `type belongs to one event, id to all that follow`() throws {
        let text = "event: e\nid: 7\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\nid\ndata: d\n\n"
        #expect(
            try events(text) == [
                .init(type: "e", data: "a", lastID: "7"), .init(data: "b", lastID: "7"),
                .init(data: "c", lastID: "7"), .init(data: "d"),
            ])
    }

    @Test func `an event without data is none, and its type is forgotten`() throws {
        #expect(try events("event: e\n\ndata: a\n\n") == [.init(data: "a")])
    }

    @Test func `retry is whole milliseconds`() throws {
        var parser = ServerSentEvents()
        _ = try parser.take(Array("retry: 1500\nretry: 2s\nretry: -1\n".utf8))
        #expect(parser.retryAfter == .milliseconds(1500))
        _ = try parser.take(Array("retry: 99999999999999999999999\nretry:\n".utf8))
        #expect(parser.retryAfter == .milliseconds(1500))
    }

    @Test func `a byte order mark is passed over at the start only`() throws {
        #expect(try events("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n") == [.init(data: "a")])
    }

    @Test func `an event without end is refused`() throws {
        var parser = ServerSentEvents()
        let piece = [UInt8](repeating: 0x41, count: 1 << 20)
        _ = try parser.take(Array("data: ".utf8))
        #expect(throws: TransferError.tooLarge(limitBytes: ServerSentEvents.limitBytes)) {
            for _ in 0..<20 { _ = try parser.take(piece) }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any split gives the same events`(seed: UInt64) throws {
        var random = Seeded(seed)
        let parts = [
            "data", ":", ": ", "event", "id: 1", "retry: 3", "\r", "\n", "\r\n", "\n\n", "é", "語",
            "\u{FEFF}", "\0", "x", " ",
        ]
        let text = (0..<60).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
        var bytes = Array(text.utf8)
        if seed % 4 == 0 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = 0xFF }
        var whole = ServerSentEvents()
        let expected = try whole.take(bytes)
        var parser = ServerSentEvents()
        var found: [ServerSentEvent] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 0...5, using: &random))
            found += try parser.take(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        #expect(found == expected)
        #expect(parser.retryAfter == whole.retryAfter)
    }
}
