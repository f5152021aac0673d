// SPDX-License-Identifier: MIT-0

/// What a WAV file says about its sound.
///
/// Source: “Multimedia Programming Interface and Data Specifications 1.0” (RIFF) and Microsoft's
/// `WAVEFORMATEX` and `WAVEFORMATEXTENSIBLE`.
package struct WAVHeader: Sendable, Equatable {
    package var format: AudioFormat
    /// Bytes of sound, or nil where the writer could not know: the sound then lasts to the end of
    /// the file.
    package var dataBytes: UInt64?

    package init(format: AudioFormat, dataBytes: UInt64? = nil) {
        self.format = format
        self.dataBytes = dataBytes
    }

    /// Data sizes that writers leave who can't seek back: nothing, all ones, sox's and arecord's.
    static let openEndedSizes: Set<UInt32> = [0, .max, 0x7FFF_F000, 0x8000_0000]

    /// The header as bytes, everything before the sound.
    ///
    /// The length does not depend on `dataBytes`: a writer that can seek writes it at the start
    /// with nil and over it at the end with the true size. A size that is unknown or doesn't fit
    /// into 32 bits is written as 0xFFFFFFFF. An odd number of data bytes wants a zero byte after
    /// the sound.
    package var bytes: [UInt8] {
        let isPCM = formatTag == .pcm
        let body = 4 + 8 + (isPCM ? 16 : 18) + (isPCM ? 0 : 12) + 8
        let room = UInt64(UInt32.max) - UInt64(body) - 1
        let size = dataBytes.flatMap { $0 <= room ? UInt32($0) : nil }
        let frameBytes = format.bytesPerFrame
        var bytes = LittleEndianBytes()
        bytes.append("RIFF")
        bytes.append(size.map { $0 + $0 % 2 + UInt32(body) } ?? .max)
        bytes.append("WAVEfmt ")
        bytes.append(UInt32(isPCM ? 16 : 18))
        bytes.append(formatTag.rawValue)
        bytes.append(UInt16(clamping: format.channels))
        bytes.append(UInt32(clamping: format.sampleRate))
        bytes.append(UInt32(clamping: Int64(clamping: format.sampleRate) * Int64(frameBytes)))
        bytes.append(UInt16(clamping: frameBytes))
        bytes.append(UInt16(format.encoding.bytesPerSample * 8))
        if !isPCM {
            bytes.append(UInt16(0))  // no extension
            bytes.append("fact")
            bytes.append(UInt32(4))
            bytes.append(size.map { $0 / UInt32(clamping: max(frameBytes, 1)) } ?? .max)
        }
        bytes.append("data")
        bytes.append(size ?? .max)
        return bytes.bytes
    }

    private var formatTag: WAVFormatTag {
        switch format.encoding {
        case .u8, .s16, .s24, .s32: .pcm
        case .f32, .f64: .float
        case .aLaw: .aLaw
        case .muLaw: .muLaw
        }
    }
}

private struct LittleEndianBytes {
    var bytes: [UInt8] = []

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
