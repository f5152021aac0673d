// SPDX-License-Identifier: MIT-0

/// Expansion of ITU-T G.711 companded samples to 16 bits.
///
/// A byte is a sign, a segment of three bits and a step of four. G.711 defines 13-bit (A-law) and
/// 14-bit (µ-law) values; they are shifted to the top of 16 bits.
enum G711 {
    /// G.711 table 1; every other bit is inverted on the wire (0x55), a set sign bit is positive.
    static func aLaw(_ byte: UInt8) -> Int16 {
        let code = byte ^ 0x55
        let segment = Int16(code >> 4 & 7)
        let step = Int16(code & 15) << 4
        let magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1)
        return code & 0x80 != 0 ? magnitude : -magnitude
    }

    /// G.711 table 2; all bits are inverted on the wire, a set sign bit (after that) is negative.
    static func muLaw(_ byte: UInt8) -> Int16 {
        let code = ~byte
        let segment = Int16(code >> 4 & 7)
        let magnitude = ((Int16(code & 15) << 3 + 0x84) << segment) - 0x84
        return code & 0x80 != 0 ? -magnitude : magnitude
    }
}
