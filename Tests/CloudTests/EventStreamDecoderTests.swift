// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Cloud

struct EventStreamDecoderTests {
    let vectors: EventStreamVectors

    init() throws { vectors = try EventStreamVectors.load() }

    private func bytes(_ names: String...) throws -> [UInt8] {
        try names.flatMap { name in
            let good = vectors.good.first { $0.name == name }?.bytes.bytes
            return try #require(good ?? vectors.broken.first { $0.name == name }?.bytes.bytes)
        }
    }

    @Test(arguments: try EventStreamVectors.load().good)
    func `a published message is decoded`(_ vector: EventStreamVectors.Good) throws {
        let decoded = Decoded([vector.bytes.bytes])
        #expect(decoded.failure == nil)
        #expect(decoded.messages.count == vector.messages.count)
        for (message, expected) in zip(decoded.messages, vector.messages) {
            #expect(message.headers.map(\.shown) == expected.headers)
            #expect(message.payload == expected.payload.bytes)
        }
        let encoded = try decoded.messages.flatMap { try $0.encoded() }
        #expect(encoded == vector.bytes.bytes)
    }

    @Test(arguments: try EventStreamVectors.load().broken)
    func `a published broken message is refused for its reason`(
        _ vector: EventStreamVectors.Broken
    ) {
        for pieces in [[vector.bytes.bytes], vector.bytes.bytes.map { [$0] }] {
            let decoded = Decoded(pieces)
            #expect(decoded.messages.isEmpty)
            #expect(decoded.failure?.name == vector.failure)
            #expect(decoded.isSteady)
        }
    }

    @Test func `lengths are believed only when their checksum is right`() throws {
        // The first byte makes the message 4 GB long; nothing waits for them.
        let broken = [0xFF] + (try bytes("E1")).dropFirst()
        #expect(Decoded([Array(broken.prefix(12))]).failure?.name == "preludeChecksum")
        #expect(Decoded([Array(broken.prefix(11))]).failure == .truncated(bytes: 11))
    }

    @Test func `a stream gives the same messages however it was split`() throws {
        let stream = try bytes("E3", "E6", "E1", "R1", "E2", "E5", "E4", "D1")
        let whole = Decoded([stream])
        #expect(whole.messages.count == 9)
        #expect(Decoded(stream.map { [$0] }) == whole)
        for cut in 0...stream.count {
            #expect(Decoded([Array(stream[..<cut]), Array(stream[cut...])]) == whole)
        }
        var random = Seeded(4)
        for longest in [2, 3, 5, 17, 100, 400] {
            #expect(Decoded(random.pieces(stream, longest: longest)) == whole)
        }
    }

    @Test func `a stream that ends inside of a message is truncated`() throws {
        let stream = try bytes("E1", "E4")
        for count in 0...stream.count {
            let decoded = Decoded([Array(stream.prefix(count))])
            #expect(decoded.messages.count == (count == stream.count ? 2 : count >= 16 ? 1 : 0))
            let rest = count < 16 ? count : count == stream.count ? 0 : count - 16
            #expect(decoded.failure == (rest == 0 ? nil : .truncated(bytes: rest)))
        }
    }

    @Test func `what was good before a broken message is handed out`() throws {
        var decoder = EventStreamDecoder()
        let messages = try decoder.push(bytes("E3", "E4", "B2", "E1"))
        #expect(messages.count == 2)
        let failure = try #require(decoder.failure)
        #expect(failure.name == "messageChecksum")
        for _ in 0..<2 {
            #expect(throws: failure) { try decoder.push(bytes("E1")) }
            #expect(throws: failure) { try decoder.push([]) }
            #expect(throws: failure) { try decoder.finish() }
        }
    }

    @Test func `a name that comes twice in different spelling is two names`() throws {
        // Unicode calls them equal; the wire doesn't.
        let headers = ["e\u{301}", "é"].map { EventStreamHeader($0, "x") }
        let message = EventStreamMessage(headers: headers)
        #expect(Decoded([try message.encoded()]).messages == [message])
    }

    @Test func `a block full of headers is read at once`() throws {
        let headers = (0..<20_000).map { EventStreamHeader(String($0, radix: 36), .bool(true)) }
        let message = EventStreamMessage(headers: headers)
        #expect(Decoded([try message.encoded()]).messages == [message])
    }

    @Test(arguments: [2, 3, 15, 16, 17, 18, 40])
    func `a name that comes twice is refused wherever it stands`(count: Int) throws {
        let names = (0..<count).map { "n" + String(UnicodeScalar(UInt8(48 + $0))) }
        for early in 0..<count - 1 {
            let headers = names.map { EventStreamHeader($0, "x") }
            let good = try EventStreamMessage(headers: headers, payload: [1]).encoded()
            var broken = good
            let last = try #require(good.firstRange(of: Array(names[count - 1].utf8))).lowerBound
            broken[last + 1] = try #require(names[early].utf8.last)
            let stream = DecoderProperties.repaired(broken)
            let refusal = EventStreamError.duplicateHeader(names[early])
            #expect(Decoded([stream]).failure == refusal)
            #expect(Decoded(stream.map { [$0] }).failure == refusal)
            #expect(Decoded([good]).failure == nil)
            #expect(throws: refusal) {
                try (headers.dropLast() + [headers[early]]).encoded()
            }
        }
    }

    @Test func `text is taken as it is`() throws {
        // A replacement character that was sent is none of ours.
        for text in [
            "", "\0", "\u{FFFD}", "a\0b", "é e\u{301} 😀", String(repeating: "ö", count: 99),
        ] {
            let message = EventStreamMessage(headers: [EventStreamHeader("text", text)])
            let read = try #require(Decoded([try message.encoded()]).messages.first?.text("text"))
            #expect(Array(read.utf8) == Array(text.utf8))
        }
    }

    @Test func `text that isn't UTF-8 is refused`() throws {
        let header = Array("text".utf8)
        let good = try EventStreamMessage(headers: [EventStreamHeader("text", "good")]).encoded()
        for word in [header, Array("good".utf8)] {
            let place = try #require(good.firstRange(of: word)).lowerBound
            var broken = good
            broken[place] = 0xFF
            #expect(Decoded([DecoderProperties.repaired(broken)]).failure == .headerNotText)
        }
        // Surrogates, overlong forms, what is cut off: of the same length as their replacement too.
        let signs: [[UInt8]] = [[0xED, 0xA0, 0x80], [0xC0, 0x80], [0xE2, 0x82], [0xF5], [0x80]]
        for sign in signs {
            let place = try #require(good.firstRange(of: header + [7])).upperBound + 2
            var broken = good
            broken.replaceSubrange(place..<place + sign.count, with: sign)
            #expect(Decoded([DecoderProperties.repaired(broken)]).failure == .headerNotText)
        }
    }

    @Test func `a message says what it is`() throws {
        let kinds = try ["E3", "E4", "E5", "E6", "E1"].map { name in
            try #require(Decoded([bytes(name)]).messages.first).kind
        }
        #expect(
            kinds == [
                .event("TranscriptEvent"), .exception("BadRequestException"),
                .error(code: "InternalError", message: "An internal server error occurred."),
                .event("chunk"), .unknown,
            ])
        let guide = EventStreamMessage(headers: [
            EventStreamHeader(":message-type", "exception"),
            EventStreamHeader(":event-type", "LimitExceededException"),
        ])
        #expect(guide.kind == .exception("LimitExceededException"))
        #expect(guide.exceptionType == nil && guide.contentType == nil)
    }
}
