// SPDX-License-Identifier: MIT-0

import Cloud
import TestSupport

/// What a decoder made of a stream, and what ended it.
struct Decoded: Equatable {
    var messages: [EventStreamMessage] = []
    var failure: EventStreamError?

    init(_ pieces: [[UInt8]]) {
        var decoder = EventStreamDecoder()
        do throws(EventStreamError) {
            for piece in pieces { messages += try decoder.push(piece) }
            try decoder.finish()
        } catch {
            failure = error
            isSteady = (try? decoder.push(Decoded.emptyMessage)) == nil && decoder.failure == error
        }
    }

    /// Whether the decoder stayed failed once it had failed.
    var isSteady = true

    private static let emptyMessage: [UInt8] = [
        0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xC2, 0x48, 0xEB, 0x7D, 0x98, 0xC8, 0xFF,
    ]
}

/// What must hold of any bytes; shared by the tests and the fuzzer, so that it knows nothing of a
/// decoder's inside.
enum DecoderProperties {
    /// The first property that doesn't hold, or nil.
    static func violation(_ bytes: [UInt8], seed: UInt64) -> String? {
        var random = Seeded(seed)
        let whole = Decoded([bytes])
        guard whole.isSteady else { return "a failed decoder works again" }
        for longest in [1, 7, 64] where bytes.count < 4096 || longest > 1 {
            let split = Decoded(random.pieces(bytes, longest: longest))
            if split != whole { return "pieces of up to \(longest): \(split), whole: \(whole)" }
        }
        guard let again = try? whole.messages.flatMap({ try $0.encoded() }) else {
            return nil  // larger than what we send
        }
        guard bytes.starts(with: again) else { return "encoded again, it differs: \(whole)" }
        if whole.failure == nil, again.count != bytes.count { return "bytes are lost: \(whole)" }
        return nil
    }

    /// The same bytes with the checksums that belong to them, as far as there are messages: without
    /// it, nothing but the first check of a decoder would be reached.
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        var start = 0
        while bytes.count - start >= 12 {
            put(checksum(bytes[start..<start + 8]), at: start + 8, in: &bytes)
            let count = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            guard count >= 16, count <= bytes.count - start else { break }
            let end = start + count - 4
            put(checksum(bytes[start..<end]), at: end, in: &bytes)
            start = end + 4
        }
        return bytes
    }

    private static func put(_ number: UInt32, at place: Int, in bytes: inout [UInt8]) {
        for index in 0..<4 {
            bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * index))
        }
    }

    /// CRC-32 a bit at a time, as its definition has it.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 {
                let mask: UInt32 = crc & 1 == 1 ? 0xEDB8_8320 : 0
                crc = (crc >> 1) ^ mask
            }
        }
        return ~crc
    }
}
