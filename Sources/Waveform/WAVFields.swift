// SPDX-License-Identifier: MIT-0

/// Little-endian numbers and four-letter names in the bytes of a RIFF structure.
struct WAVFields {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The number that starts `offset` bytes into the structure, which must hold all of it.
    func number<Number: FixedWidthInteger & UnsignedInteger>(at offset: Int) -> Number {
        bytes.dropFirst(offset).prefix(Number.bitWidth / 8).reversed()
            .reduce(0) { $0 << 8 | Number($1) }
    }

    func hasName(_ name: StaticString, at offset: Int) -> Bool {
        name.withUTF8Buffer { bytes.dropFirst(offset).prefix(4).elementsEqual($0) }
    }
}
