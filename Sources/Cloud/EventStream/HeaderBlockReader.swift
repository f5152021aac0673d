// SPDX-License-Identifier: MIT-0

import FoundationEssentials
import Glibc

/// Reads the headers of a message whose checksums are right.
struct HeaderBlockReader {
    private var rest: ArraySlice<UInt8>

    /// All headers of a block, which they fill exactly.
    static func headers(
        in block: ArraySlice<UInt8>
    ) throws(EventStreamError) -> [EventStreamHeader] {
        var reader = HeaderBlockReader(rest: block)
        var headers: [EventStreamHeader] = []
        var names = HeaderNames()
        while !reader.rest.isEmpty {
            let bytes = try reader.name()
            let name = try text(bytes)
            guard names.insert(bytes) else { throw .duplicateHeader(name) }
            headers.append(EventStreamHeader(name, try reader.value(of: name)))
        }
        return headers
    }

    private mutating func name() throws(EventStreamError) -> ArraySlice<UInt8> {
        let count = Int(try number() as UInt8)
        guard count > 0 else { throw .emptyHeaderName }
        return try take(count)
    }

    private mutating func value(of name: String) throws(EventStreamError) -> EventStreamValue {
        switch try number() as UInt8 {
        case 0: .bool(true)
        case 1: .bool(false)
        case 2: .int8(try number())
        case 3: .int16(try number())
        case 4: .int32(try number())
        case 5: .int64(try number())
        case 6: .bytes(Array(try variable()))
        case 7: .string(try Self.text(try variable()))
        case 8: .timestamp(Timestamp(milliseconds: try number()))
        case 9: .uuid(try uuid())
        case let type: throw .unknownHeaderType(type, header: name)
        }
    }

    private mutating func variable() throws(EventStreamError) -> ArraySlice<UInt8> {
        try take(Int(try number() as UInt16))
    }

    private mutating func uuid() throws(EventStreamError) -> UUID {
        var uuid = UUID().uuid
        let bytes = try take(16)
        withUnsafeMutableBytes(of: &uuid) { $0.copyBytes(from: bytes) }
        return UUID(uuid: uuid)
    }

    private mutating func number<Number: FixedWidthInteger>() throws(EventStreamError) -> Number {
        Number(bigEndian: try take(Number.bitWidth / 8))
    }

    private mutating func take(_ count: Int) throws(EventStreamError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .headerOverrun }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Decoding mends what isn't UTF-8, and then the bytes differ. Rejected:
    /// `String(validating:as:)`, which looks up generic metadata anew on each call: a third of the
    /// time that a small message takes.
    private static func text(_ bytes: ArraySlice<UInt8>) throws(EventStreamError) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        let isSame = text.withUTF8 { text in
            bytes.withUnsafeBytes { bytes in
                guard let left = text.baseAddress, let right = bytes.baseAddress else {
                    return text.isEmpty == bytes.isEmpty
                }
                return text.count == bytes.count && memcmp(left, right, bytes.count) == 0
            }
        }
        guard isSame else { throw .headerNotText }
        return text
    }
}
