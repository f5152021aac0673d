// SPDX-License-Identifier: MIT-0

/// Changes the number of interleaved channels.
///
/// Fewer: input channel i is folded into output channel i mod N, and what meets there is averaged
/// (to mono: the average of all). More: output channel i is a copy of input channel i mod N (from
/// mono: copies). Rejected: weights by loudspeaker position; speech sits in any channel.
package struct ChannelMixer: Sendable, Equatable {
    /// Samples in a frame, before and after.
    package let from: Int, to: Int
    /// As many as a WAV can have.
    private static let possible = 1...Int(UInt16.max)

    package init(from: Int, to: Int) throws(ResamplingError) {
        guard Self.possible.contains(from) else { throw .channels(from) }
        guard Self.possible.contains(to) else { throw .channels(to) }
        self.from = from
        self.to = to
    }

    /// Mixes whole frames; a part of a frame at the end is ignored.
    package func mix(_ input: [Float]) -> [Float] {
        guard from != to else { return input }
        let frames = input.count / from
        var output: [Float] = []
        output.reserveCapacity(frames * to)
        for frame in 0..<frames {
            for channel in 0..<to {
                let sources = stride(from: channel % from, to: from, by: to)
                var sum: Float = 0
                var count: Float = 0
                for source in sources {
                    sum += input[frame * from + source]
                    count += 1
                }
                output.append(sum / count)
            }
        }
        return output
    }
}
