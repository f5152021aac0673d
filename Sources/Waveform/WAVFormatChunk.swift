// SPDX-License-Identifier: MIT-0

/// The `fmt ` chunk of a WAV.
struct WAVFormatChunk {
    /// The smallest chunk, and what is read of a larger one (`WAVEFORMATEXTENSIBLE`).
    static let leastSize = 16, readSize = 40

    /// All but the first two bytes of the GUIDs whose first two are a format tag
    /// (`KSDATAFORMAT_SUBTYPE_WAVEFORMATEX`).
    private static let guidTail: [UInt8] = [
        0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ]

    /// Reads the chunk.
    /// - Parameters:
    ///   - bytes: its first `readSize` bytes or all there are, at least `leastSize`.
    ///   - offset: where they begin in the file.
    static func format(
        _ bytes: ArraySlice<UInt8>, at offset: UInt64
    ) throws(WaveformError) -> AudioFormat {
        let fields = WAVFields(bytes)
        var tag = WAVFormatTag(rawValue: fields.number(at: 0))
        if tag == .extensible {
            guard bytes.count >= readSize else {
                throw .brokenWAV("the extensible format is cut short", offset: offset)
            }
            guard bytes.suffix(guidTail.count).elementsEqual(guidTail) else {
                throw .unsupportedWAV("its extensible format has an unknown GUID")
            }
            tag = WAVFormatTag(rawValue: fields.number(at: 24))
        }
        guard [.pcm, .float, .aLaw, .muLaw].contains(tag) else {
            throw .compressedWAV(codec: tag.name, tag: tag.rawValue)
        }
        let channels = Int(fields.number(at: 2) as UInt16)
        let rate = Int(fields.number(at: 4) as UInt32)
        guard channels > 0 else { throw .brokenWAV("it has no channels", offset: offset + 2) }
        guard rate > 0 else { throw .brokenWAV("its sample rate is 0", offset: offset + 4) }
        let encoding = try encoding(
            tag, bits: Int(fields.number(at: 14) as UInt16), channels: channels,
            frameBytes: Int(fields.number(at: 12) as UInt16), at: offset + 12)
        return AudioFormat(encoding: encoding, sampleRate: rate, channels: channels)
    }

    /// The frame size decides how many bytes a sample takes: samples of fewer bits stand at the
    /// top of them. Some writers leave it 0; then the bits decide.
    private static func encoding(
        _ tag: WAVFormatTag, bits: Int, channels: Int, frameBytes: Int, at offset: UInt64
    ) throws(WaveformError) -> SampleEncoding {
        let bytes = frameBytes == 0 ? (bits + 7) / 8 : frameBytes / channels
        guard bytes > 0, bits <= bytes * 8, frameBytes % channels == 0 else {
            throw .brokenWAV(
                "a frame of \(frameBytes) bytes can't hold \(channels) × \(bits) bits",
                offset: offset)
        }
        switch (tag, bytes) {
        case (.pcm, 1): return .u8
        case (.pcm, 2): return .s16
        case (.pcm, 3): return .s24
        case (.pcm, 4): return .s32
        case (.float, 4): return .f32
        case (.float, 8): return .f64
        case (.aLaw, 1): return .aLaw
        case (.muLaw, 1): return .muLaw
        default: throw .unsupportedWAV("\(tag.name) samples of \(bytes * 8) bits")
        }
    }
}
