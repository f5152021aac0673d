// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Waveform

struct SampleTests {
    private func bytes<Number>(_ numbers: [Number]) -> ArraySlice<UInt8> {
        numbers.withUnsafeBytes { Array($0)[...] }
    }

    @Test func `16 bits pass through`() {
        let samples = (Int16.min...Int16.max).map { $0 }
        let decoded = SampleEncoding.s16.decodeInt16(SampleEncoding.encodeS16(samples)[...])
        #expect(difference(decoded, samples) == nil)
    }

    @Test func `32 bits are rounded and saturated`() {
        let samples: [Int32] = [0, 0x7FFF, 0x8000, -0x8000, -0x8001, .max, .max - 0x8000, .min]
        #expect(
            SampleEncoding.s32.decodeInt16(bytes(samples))
                == [0, 0, 1, 0, -1, 32767, 32767, -32768])
    }

    @Test func `24 bits keep their sign`() {
        let samples: [UInt8] = [0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0xFF, 0xFF, 0x7F, 0, 1, 0]
        #expect(SampleEncoding.s24.decodeInt16(samples[...]) == [0, -32768, 32767, 1])
    }

    @Test(arguments: [SampleEncoding.f32, .f64])
    func `floats beyond full scale are clipped, and no number is silence`(
        encoding: SampleEncoding
    ) {
        let samples: [Double] = [
            1, -1, 2, -.infinity, .infinity, .nan, -.signalingNaN, 1e300, 0.5, -0.0,
        ]
        let encoded = encoding == .f64 ? bytes(samples) : bytes(samples.map { Float($0) })
        #expect(
            encoding.decodeInt16(encoded)
                == [32767, -32768, 32767, -32768, 32767, 0, 0, 32767, 16384, 0])
        #expect(encoding.decodeFloat(encoded) == [1, -1, 1, -1, 1, 0, 0, 1, 0.5, 0])
    }

    /// ITU-T G.711, tables 1a–2b: first and last values, scaled to 16 bits.
    @Test func `companded samples have the values of G711`() {
        #expect(
            SampleEncoding.aLaw.decodeInt16([0xD5, 0x55, 0xAA, 0x2A, 0x80, 0x00])
                == [8, -8, 32256, -32256, 5504, -5504])
        #expect(
            SampleEncoding.muLaw.decodeInt16([0xFF, 0x7F, 0x80, 0x00, 0xFE, 0xF0])
                == [0, 0, 32124, -32124, 8, 120])
    }

    @Test(arguments: SampleEncoding.allCases)
    func `a part of a sample is ignored`(encoding: SampleEncoding) {
        let size = encoding.bytesPerSample
        let bytes = [UInt8](repeating: 0, count: size * 3 - 1)
        #expect(encoding.decodeInt16(bytes[...]).count == (size * 3 - 1) / size)
        #expect(encoding.decodeFloat([]) == [])
    }

    @Test func `floats are rounded to 16 bits`() {
        let samples: [Float] = [0, 1, -1, 3, -3, .nan, .infinity, 0.4 / 32768, 0.5 / 32768]
        #expect(
            samples.map { Int16(roundingFloat: $0) }
                == [0, 32767, -32768, 32767, -32768, 0, 32767, 0, 1])
    }

    @Test func `loudness is in dB below full scale`() {
        let sine = (0..<16_000).map {
            Int16(clamping: Int((Double.sine(440 * Double($0) / 16_000) * 32767).rounded()))
        }
        let loudness = Loudness(of: sine)
        #expect(abs(loudness.rms + 3.01) < 0.01)
        #expect(abs(loudness.peak) < 0.01)
        #expect(Loudness(of: []).rms == -.infinity)
        #expect(Loudness(of: [0, 0]) == Loudness(of: []))
        #expect(Loudness(of: [.min]).peak == 0)
    }

    @Test(arguments: [1, 7, 159, 160, 161, 1000])
    func `frames are cut alike from chunks of any size`(chunk: Int) {
        let samples = (0..<1_000).map { Int16($0) }
        var cutter = FrameCutter()
        var frames: [[Int16]] = []
        for start in stride(from: 0, to: samples.count, by: chunk) {
            cutter.cut(Array(samples[start..<min(start + chunk, 1_000)])) {
                frames.append(.init($0))
            }
        }
        #expect(frames.map(\.count) == [Int](repeating: 160, count: 6))
        #expect(frames.flatMap { $0 } + cutter.rest == samples)
    }
}
