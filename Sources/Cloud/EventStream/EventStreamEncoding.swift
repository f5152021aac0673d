// SPDX-License-Identifier: MIT-0

import FoundationEssentials

/// The bytes of the wire; all numbers are big-endian.
extension EventStreamMessage {
    /// The message's bytes: 16, the headers and the payload. Throws if a part is too large to send.
    package func encoded() throws(EventStreamError) -> [UInt8] {
        let block = try headers.encoded()
        guard block.count <= EventStreamLimits.headerBlock else {
            throw .headersTooLarge(bytes: block.count)
        }
        guard payload.count <= EventStreamLimits.sentPayload else {
            throw .payloadTooLarge(bytes: payload.count)
        }
        var bytes: [UInt8] = []
        let count = EventStreamFrame.overhead + block.count + payload.count
        bytes.reserveCapacity(count)
        bytes.append(number: UInt32(count))
        bytes.append(number: UInt32(block.count))
        var crc = CRC32()
        crc.update(bytes)
        bytes.append(number: crc.value)
        bytes += block
        bytes += payload
        crc.update(bytes[8...])
        bytes.append(number: crc.value)
        return bytes
    }
}

extension [EventStreamHeader] {
    /// The header block of a message.
    package func encoded() throws(EventStreamError) -> [UInt8] {
        var bytes: [UInt8] = []
        var names = HeaderNames()
        for header in self {
            let name = Array<UInt8>(header.name.utf8)
            guard !name.isEmpty else { throw .emptyHeaderName }
            guard name.count <= EventStreamLimits.headerName else {
                throw .unsendableHeader(header.name)
            }
            guard names.insert(name[...]) else { throw .duplicateHeader(header.name) }
            bytes.append(UInt8(name.count))
            bytes += name
            try header.appendValue(to: &bytes)
        }
        return bytes
    }
}

extension EventStreamHeader {
    fileprivate func appendValue(to bytes: inout [UInt8]) throws(EventStreamError) {
        switch value {
        case .bool(let value): bytes.append(value ? 0 : 1)
        case .int8(let number): bytes += [2, UInt8(bitPattern: number)]
        case .int16(let number): bytes.append(type: 3, number: UInt16(bitPattern: number))
        case .int32(let number): bytes.append(type: 4, number: UInt32(bitPattern: number))
        case .int64(let number): bytes.append(type: 5, number: UInt64(bitPattern: number))
        case .bytes(let value): try append(value, type: 6, to: &bytes)
        case .string(let text): try append(Array(text.utf8), type: 7, to: &bytes)
        case .timestamp(let time):
            bytes.append(type: 8, number: UInt64(bitPattern: time.milliseconds))
        case .uuid(let uuid):
            bytes.append(9)
            Swift.withUnsafeBytes(of: uuid.uuid) { bytes += $0 }
        }
    }

    private func append(
        _ value: [UInt8], type: UInt8, to bytes: inout [UInt8]
    ) throws(EventStreamError) {
        guard value.count <= EventStreamLimits.headerValue else { throw .unsendableHeader(name) }
        bytes.append(type: type, number: UInt16(value.count))
        bytes += value
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { self += $0 }
    }

    fileprivate mutating func append(type: UInt8, number: some FixedWidthInteger) {
        append(type)
        append(number: number)
    }
}
