// SPDX-License-Identifier: MIT-0

package import Filter
package import Waveform

/// Audio on its way out: raw, or as a WAV whose sizes are filled in at the end where the output is a
/// file, and stand for “until it ends” where it is a pipe.
///
/// Nothing is written before the first frame. Writing blocks while the reader is slow.
package final class AudioFile {
    private let output: Output
    private let format: AudioFormat
    private let isWAV: Bool
    /// Where the header begins; nil where it can't be written anew: a pipe, or opened with `>>`.
    private let start: Int?
    private var samples = 0
    private var hasBegun = false

    /// Writes samples of `format` to `output`, which stays the caller's to close.
    package init(_ output: Output, _ format: AudioFormat = .pipeline, isWAV: Bool) {
        self.output = output
        self.format = format
        self.isWAV = isWAV
        start = output.seekablePosition
    }

    /// Whether a file of this name is to be a WAV: any but `….raw`.
    package static func isWAV(named path: String) -> Bool { !path.hasSuffix(".raw") }

    /// Writes frames, interleaved.
    package func write(_ frames: [Int16]) throws {
        if !hasBegun, isWAV { try output.write(WAVHeader(format: format).bytes) }
        hasBegun = true
        try output.write(frames)
        samples += frames.count
    }

    /// Completes the file; one without a frame is still a WAV.
    package func finish() throws {
        guard isWAV else { return }
        if !hasBegun { try write([]) }
        guard let start else { return }
        let bytes = UInt64(samples * format.encoding.bytesPerSample)
        output.overwrite(WAVHeader(format: format, dataBytes: bytes).bytes, at: start)
    }
}
