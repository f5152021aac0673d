// SPDX-License-Identifier: MIT-0

import CSampleRate

/// Converts a stream from one sample rate to another. Wraps libsamplerate's `SRC_STATE`.
///
/// What comes out does not depend on how the input was cut into pieces. All together it is as long
/// as the input, rounded to a frame. Some of it is held back (it needs what follows) until `finish`.
///
/// Owns the state, which one thread may use at a time.
package struct Resampler: ~Copyable {
    /// How well, and at what cost, by libsamplerate's names.
    package enum Quality: Sendable { case fastest, medium, best }

    private let state: OpaquePointer
    private let ratio: Double
    private let channels: Int
    /// Frames so far, in and out.
    private var taken = 0, given = 0

    /// Makes a converter at the start of a stream.
    /// - Parameters:
    ///   - from: the rate of the input in Hz.
    ///   - to: the rate of the output in Hz, at most 256 times higher or lower.
    ///   - channels: samples in a frame, interleaved, in and out.
    package init(
        from: Int, to: Int, channels: Int = 1, quality: Quality = .fastest
    ) throws(ResamplingError) {
        guard from > 0, to > 0, src_is_valid_ratio(Double(to) / Double(from)) != 0 else {
            throw .rate(from: from, to: to)
        }
        guard let channelCount = Int32(exactly: channels), channelCount > 0 else {
            throw .channels(channels)
        }
        let converter =
            switch quality {
            case .fastest: SRC_SINC_FASTEST
            case .medium: SRC_SINC_MEDIUM_QUALITY
            case .best: SRC_SINC_BEST_QUALITY
            }
        var code: Int32 = 0
        guard let state = src_new(Int32(converter), channelCount, &code) else {
            throw Self.failure(code)
        }
        self.channels = channels
        ratio = Double(to) / Double(from)
        self.state = state
    }

    deinit { src_delete(state) }

    /// Converts the next frames (interleaved floats, full scale ±1; overshoot is not clipped).
    package mutating func convert(_ input: [Float]) throws(ResamplingError) -> [Float] {
        let output = try process(input)
        taken += input.count / channels
        given += output.count / channels
        return output
    }

    /// What was held back. The stream is over then; nothing may follow.
    ///
    /// Silence is converted after the input until the output is as long as it should be. Rejected:
    /// libsamplerate's own `end_of_input`, which gave mono a frame less than stereo.
    package mutating func finish() throws(ResamplingError) -> [Float] {
        let missing = Int((Double(taken) * ratio).rounded()) - given
        let silence = [Float](repeating: 0, count: Self.block * channels)
        var output: [Float] = []
        var blocks = 0
        while output.count < missing * channels, blocks < Self.mostBlocks {
            output += try process(silence)
            blocks += 1
        }
        return Array(output.prefix(max(missing, 0) * channels))
    }

    /// Frames of silence that are converted at once at the end, and how often at most: more than
    /// the longest filter at the highest ratio takes.
    private static let block = 1024, mostBlocks = 256

    private func process(_ input: [Float]) throws(ResamplingError) -> [Float] {
        let frames = input.count / channels
        let room = Int(Double(frames) * ratio) + 256
        var output: [Float] = []
        var used = 0
        while used < frames {
            var consumed = 0
            var code: Int32 = 0
            let piece = input.withUnsafeBufferPointer { input in
                Array<Float>(unsafeUninitializedCapacity: room * channels) { buffer, count in
                    var data = SRC_DATA()
                    data.data_in = input.baseAddress.map { $0 + used * channels }
                    data.input_frames = frames - used
                    data.data_out = buffer.baseAddress
                    data.output_frames = room
                    data.src_ratio = ratio
                    code = src_process(state, &data)
                    consumed = data.input_frames_used
                    count = code == 0 ? data.output_frames_gen * channels : 0
                }
            }
            guard code == 0 else { throw Self.failure(code) }
            used += consumed
            output += piece
            if consumed == 0, piece.isEmpty { break }
        }
        return output
    }

    private static func failure(_ code: Int32) -> ResamplingError {
        .library(src_strerror(code).map { String(cString: $0) } ?? "unknown error", code: code)
    }
}
