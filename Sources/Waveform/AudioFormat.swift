// SPDX-License-Identifier: MIT-0

/// What a stream of PCM bytes is made of. Channels are interleaved.
package struct AudioFormat: Sendable, Equatable {
    package var encoding: SampleEncoding
    /// Frames a second (Hz).
    package var sampleRate: Int
    package var channels: Int

    package init(encoding: SampleEncoding = .s16, sampleRate: Int, channels: Int = 1) {
        self.encoding = encoding
        self.sampleRate = sampleRate
        self.channels = channels
    }

    /// The format in which the tools speak to each other: s16, 16 000 Hz, mono.
    package static let pipeline = AudioFormat(sampleRate: PipelineAudio.sampleRate)

    /// Bytes of one frame: one sample of each channel.
    package var bytesPerFrame: Int { encoding.bytesPerSample * channels }
}
