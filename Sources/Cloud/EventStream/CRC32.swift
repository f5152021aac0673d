// SPDX-License-Identifier: MIT-0

/// The CRC-32 of gzip and IEEE 802.3: polynomial 0xEDB88320 (reflected), begun and ended with ones.
///
/// Sixteen bytes a step, by sixteen tables ("slicing-by-16").
struct CRC32: Sendable {
    private var state: UInt32 = 0xFFFF_FFFF

    /// The checksum of all that came.
    var value: UInt32 { ~state }

    /// Takes the next bytes, any number.
    mutating func update(_ bytes: some Collection<UInt8>) {
        let state = state
        let next = bytes.withContiguousStorageIfAvailable { Self.advance(state, by: $0) }
        self.state = next ?? Array(bytes).withUnsafeBufferPointer { Self.advance(state, by: $0) }
    }

    static func checksum(of bytes: some Collection<UInt8>) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }

    private static func advance(
        _ state: UInt32, by bytes: UnsafeBufferPointer<UInt8>
    ) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            var state = state
            var place = 0
            let bytes = UnsafeRawBufferPointer(bytes)
            func word(_ place: Int) -> UInt64 {
                bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
            }
            while bytes.count - place >= 16 {
                state =
                    part(UInt64(state) ^ word(place), of: table, behind: 8)
                    ^ part(word(place + 8), of: table, behind: 0)
                place += 16
            }
            while place < bytes.count {
                state = table[Int(UInt8(truncatingIfNeeded: state) ^ bytes[place])] ^ (state >> 8)
                place += 1
            }
            return state
        }
    }

    /// What eight bytes with so many behind them add: the first of them has seven more behind it.
    @inline(__always)
    private static func part(
        _ word: UInt64, of table: UnsafeBufferPointer<UInt32>, behind: Int
    ) -> UInt32 {
        func part(_ byte: Int) -> UInt32 {
            let value = UInt8(truncatingIfNeeded: word >> UInt64(byte * 8))
            return table[(behind + 7 - byte) * 256 + Int(value)]
        }
        let low = part(0) ^ part(1) ^ part(2) ^ part(3)
        let high = part(4) ^ part(5) ^ part(6) ^ part(7)
        return low ^ high
    }

    /// Sixteen tables of 256: what a byte adds to the checksum with 0 to 15 bytes behind it.
    private static let table: [UInt32] = {
        var table = (0..<256).map(remainder)
        for index in 256..<4096 {
            let before = table[index - 256]
            table.append(table[Int(before & 0xFF)] ^ (before >> 8))
        }
        return table
    }()

    private static func remainder(of byte: UInt32) -> UInt32 {
        var crc = byte
        for _ in 0..<8 {
            let isOdd = crc & 1 == 1
            crc >>= 1
            if isOdd { crc ^= 0xEDB8_8320 }
        }
        return crc
    }
}
