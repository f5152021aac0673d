// SPDX-License-Identifier: MIT-0

import Testing

@testable import Cloud

struct EventStreamEncodingTests {
    private func encode(_ headers: [EventStreamHeader], payloadBytes: Int = 0) throws -> [UInt8] {
        try EventStreamMessage(
            headers: headers, payload: Array(repeating: 0, count: payloadBytes)
        ).encoded()
    }

    @Test func `an event is written as AWS's clients write it`() throws {
        let vector = try #require(SigningVectors.load().chains.first { $0.request == "V4" })
        let event = EventStreamMessage(
            event: "AudioEvent", contentType: "application/octet-stream",
            payload: [0, 0, 1, 0, 2, 0, 3, 0])
        #expect(try event.encoded() == vector.frames[0].inner.bytes)
    }

    @Test func `what the format can't hold isn't sent`() throws {
        let long = String(repeating: "x", count: 256)
        #expect(throws: EventStreamError.unsendableHeader(long)) {
            try encode([EventStreamHeader(long, "x")])
        }
        #expect(throws: EventStreamError.emptyHeaderName) {
            try encode([EventStreamHeader("", "x")])
        }
        #expect(throws: EventStreamError.duplicateHeader("x")) {
            try encode([EventStreamHeader("x", "1"), EventStreamHeader("x", "2")])
        }
        for value in [
            EventStreamValue.string(String(repeating: "x", count: 32_768)),
            .bytes(Array(repeating: 0, count: 32_768)),
        ] {
            #expect(throws: EventStreamError.unsendableHeader("x")) {
                try encode([EventStreamHeader("x", value)])
            }
        }
        #expect(throws: EventStreamError.payloadTooLarge(bytes: 16_777_217)) {
            try encode([], payloadBytes: 16_777_217)
        }
    }

    @Test func `what just fits is sent and read`() throws {
        let headers = [
            EventStreamHeader(String(repeating: "n", count: 255), "x"),
            EventStreamHeader("s", String(repeating: "x", count: 32_767)),
            EventStreamHeader("b", .bytes(Array(repeating: 1, count: 32_767))),
        ]
        let message = EventStreamMessage(
            headers: headers, payload: Array(repeating: 7, count: 16_777_216))
        #expect(Decoded([try message.encoded()]).messages == [message])
    }

    @Test func `a header block of more than 128 KiB isn't sent`() throws {
        func headers(last: Int) -> [EventStreamHeader] {
            // Four times 5 + 32 763 bytes, the last one more or less.
            (0..<4).map {
                let count = 32_763 + ($0 == 3 ? last : 0)
                return EventStreamHeader("\($0)", .bytes(Array(repeating: 0, count: count)))
            }
        }
        let fits = try encode(headers(last: 0))
        #expect(fits.count == 131_072 + 16)
        #expect(Decoded([fits]).failure == nil)
        #expect(throws: EventStreamError.headersTooLarge(bytes: 131_073)) {
            try encode(headers(last: 1))
        }
    }
}
