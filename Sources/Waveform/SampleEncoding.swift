// SPDX-License-Identifier: MIT-0

/// How one sample is written. All encodings of more than one byte are little-endian.
package enum SampleEncoding: String, Sendable, CaseIterable {
    /// Unsigned 8-bit, silence at 128.
    case u8
    /// Signed two's complement of 16, 24 (packed) and 32 bits.
    case s16, s24, s32
    /// IEEE 754, full scale at ±1.
    case f32, f64
    /// ITU-T G.711 companding, 8 bits a sample.
    case aLaw, muLaw

    /// Bytes of one sample of one channel.
    package var bytesPerSample: Int {
        switch self {
        case .u8, .aLaw, .muLaw: 1
        case .s16: 2
        case .s24: 3
        case .s32, .f32: 4
        case .f64: 8
        }
    }

    /// The samples in `bytes` as 16-bit integers. A part of a sample at the end is ignored.
    ///
    /// `s16` passes through unchanged; what is wider is rounded (halves upwards) and saturated, as
    /// sox does without dither; NaN becomes 0.
    package func decodeInt16(_ bytes: ArraySlice<UInt8>) -> [Int16] {
        if self == .s16 {
            return decode(bytes) { Int16(littleEndian: $0.loadUnaligned(as: Int16.self)) }
        }
        return decode(bytes) { Int16(roundingFullScale: fullScale($0)) }
    }

    /// The samples in `bytes` as floats in -1…1. A part of a sample at the end is ignored.
    ///
    /// Floats beyond full scale are clipped; NaN becomes 0.
    package func decodeFloat(_ bytes: ArraySlice<UInt8>) -> [Float] {
        switch self {
        case .f32, .f64:
            decode(bytes) {
                let value = floatingPoint($0)
                return value.isNaN ? 0 : Float(min(max(value, -1), 1))
            }
        default: decode(bytes) { Float(fullScale($0)) / 0x1p31 }
        }
    }

    /// `samples` in the pipeline's own encoding, s16.
    package static func encodeS16(_ samples: some Collection<Int16>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * 2)
        for sample in samples {
            bytes.append(UInt8(truncatingIfNeeded: sample))
            bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        return bytes
    }

    private func decode<Sample>(
        _ bytes: ArraySlice<UInt8>, _ one: (UnsafeRawPointer) -> Sample
    ) -> [Sample] {
        let count = bytes.count / bytesPerSample
        return bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return [] }
            return Array(unsafeUninitializedCapacity: count) { samples, initialized in
                for index in 0..<count {
                    samples.initializeElement(at: index, to: one(base + index * bytesPerSample))
                }
                initialized = count
            }
        }
    }

    /// One sample, scaled so that full scale is that of `Int32`.
    private func fullScale(_ bytes: UnsafeRawPointer) -> Int32 {
        let first = bytes.load(as: UInt8.self)
        switch self {
        case .u8: return Int32(bitPattern: UInt32(first ^ 0x80) << 24)
        case .s16: return Int32(Int16(littleEndian: bytes.loadUnaligned(as: Int16.self))) << 16
        case .s24:
            let high = (bytes + 1).loadUnaligned(as: UInt16.self).littleEndian
            return Int32(bitPattern: UInt32(high) << 16 | UInt32(first) << 8)
        case .s32: return Int32(littleEndian: bytes.loadUnaligned(as: Int32.self))
        case .f32, .f64: return Int32(roundingFloat: floatingPoint(bytes))
        case .aLaw: return Int32(G711.aLaw(first)) << 16
        case .muLaw: return Int32(G711.muLaw(first)) << 16
        }
    }

    private func floatingPoint(_ bytes: UnsafeRawPointer) -> Double {
        self == .f32
            ? Double(Float(bitPattern: bytes.loadUnaligned(as: UInt32.self).littleEndian))
            : Double(bitPattern: bytes.loadUnaligned(as: UInt64.self).littleEndian)
    }
}
