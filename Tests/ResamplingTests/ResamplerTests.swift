// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Resampling

struct ResamplerTests {
    private func noise(_ count: Int) -> [Float] {
        var random = Seeded(1)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }

    private func convert(
        _ input: [Float], from: Int, to: Int, channels: Int = 1, chunk: Int
    ) throws -> [Float] {
        var resampler = try Resampler(from: from, to: to, channels: channels)
        var output: [Float] = []
        for start in stride(from: 0, to: input.count, by: chunk * channels) {
            let end = min(start + chunk * channels, input.count)
            output += try resampler.convert(Array(input[start..<end]))
        }
        return output + (try resampler.finish())
    }

    @Test(arguments: [
        (8_000, 16_000), (44_100, 16_000), (48_000, 16_000), (16_000, 48_000), (11_025, 16_000),
        (16_000, 16_001), (192_000, 16_000), (16_000, 4_000_000),
    ])
    func `the output has the length of the input and does not depend on its pieces`(
        from: Int, to: Int
    ) throws {
        let input = noise(2_000)
        let whole = try convert(input, from: from, to: to, chunk: 2_000)
        let length = Double(input.count) * Double(to) / Double(from)
        #expect(whole.count == Int(length.rounded()))
        for chunk in [1, 7, 160, 999] {
            let pieces = try convert(input, from: from, to: to, chunk: chunk)
            #expect(pieces.count == whole.count)
            let difference = zip(pieces, whole).map { abs($0 - $1) }.max() ?? 0
            #expect(difference < 1e-6, "chunks of \(chunk)")
        }
    }

    @Test func `channels don't mix`() throws {
        let left = noise(3_000)
        let stereo = left.flatMap { sample -> [Float] in [sample, 0] }
        let output = try convert(stereo, from: 44_100, to: 16_000, channels: 2, chunk: 441)
        let mono = try convert(left, from: 44_100, to: 16_000, chunk: 441)
        let first = stride(from: 0, to: output.count, by: 2).map { output[$0] }
        #expect(difference(first, mono) == nil)
        let right = stride(from: 1, to: output.count, by: 2).map { output[$0] }
        #expect(difference(right, [Float](repeating: 0, count: right.count)) == nil)
    }

    @Test func `nothing in is nothing out`() throws {
        var resampler = try Resampler(from: 44_100, to: 16_000)
        let output = try resampler.convert([]) + resampler.finish()
        #expect(output == [])
    }

    @Test(arguments: [(0, 16_000), (16_000, 0), (-1, 16_000), (1, 16_000), (Int.max, 1)])
    func `rates that can't be converted are refused`(from: Int, to: Int) {
        #expect(throws: ResamplingError.rate(from: from, to: to)) {
            _ = try Resampler(from: from, to: to)
        }
    }

    @Test func `channels are folded and copied`() throws {
        #expect(try ChannelMixer(from: 2, to: 1).mix([1, 0, 0.5, -0.5, 9]) == [0.5, 0])
        #expect(try ChannelMixer(from: 1, to: 3).mix([1, 2]) == [1, 1, 1, 2, 2, 2])
        #expect(try ChannelMixer(from: 4, to: 2).mix([1, 2, 3, 6]) == [2, 4])
        #expect(try ChannelMixer(from: 3, to: 2).mix([1, 2, 3]) == [2, 2])
        #expect(throws: ResamplingError.channels(0)) { try ChannelMixer(from: 0, to: 1) }
        #expect(throws: ResamplingError.channels(.max)) { try ChannelMixer(from: 1, to: .max) }
    }
}
