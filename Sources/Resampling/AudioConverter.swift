// SPDX-License-Identifier: MIT-0

package import Waveform

/// Turns the bytes of one format into 16-bit frames of another rate and channel count.
///
/// s16 that has the wanted rate and channels passes through unchanged. Other encodings of that rate
/// and channel count are rounded as `SampleEncoding` says. Everything else goes through floats.
package struct AudioConverter: ~Copyable {
    private let encoding: SampleEncoding
    private let mixer: ChannelMixer
    private let mixesFirst: Bool
    private var resampler: Resampler?

    package init(
        from format: AudioFormat, toRate rate: Int, channels: Int
    ) throws(ResamplingError) {
        let mixer = try ChannelMixer(from: format.channels, to: channels)
        resampler =
            format.sampleRate == rate
            ? nil
            : try Resampler(
                from: format.sampleRate, to: rate, channels: min(channels, format.channels))
        encoding = format.encoding
        self.mixer = mixer
        mixesFirst = channels < format.channels
    }

    /// Converts whole frames; a part of a frame at the end is ignored.
    package mutating func convert(_ bytes: ArraySlice<UInt8>) throws(ResamplingError) -> [Int16] {
        if resampler == nil, mixer.from == mixer.to { return encoding.decodeInt16(bytes) }
        var samples = encoding.decodeFloat(bytes)
        if mixesFirst { samples = mixer.mix(samples) }
        samples = try resampler?.convert(samples) ?? samples
        return finished(samples)
    }

    /// What the rate conversion has held back. Nothing may follow.
    package mutating func finish() throws(ResamplingError) -> [Int16] {
        try finished(resampler?.finish() ?? [])
    }

    private func finished(_ samples: [Float]) -> [Int16] {
        (mixesFirst ? samples : mixer.mix(samples)).map { Int16(roundingFloat: $0) }
    }
}
