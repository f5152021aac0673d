// SPDX-License-Identifier: MIT-0

import Filter
import Glibc
import Waveform

/// Writes a recording to stdout: raw, or as a WAV whose sizes are filled in at the end where stdout is
/// a file. Nothing is written before the first frame.
final class AudioFile {
    private let output: Output
    private let format: AudioFormat
    private let isWAV: Bool
    /// Where the header begins; nil where stdout can't be written anew: a pipe, or opened with `>>`.
    private let start: Int?
    private var samples = 0
    private var hasBegun = false

    /// Throws if stdout is a terminal.
    init(_ format: AudioFormat, isWAV: Bool) throws {
        output = try Output.standardForAudio()
        self.format = format
        self.isWAV = isWAV
        let position = lseek(STDOUT_FILENO, 0, SEEK_CUR)
        let appends = fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND != 0
        start = position >= 0 && !appends ? Int(position) : nil
    }

    func write(_ frames: [Int16]) throws {
        if !hasBegun, isWAV { try output.write(WAVHeader(format: format).bytes) }
        hasBegun = true
        try output.write(frames)
        samples += frames.count
    }

    /// Completes the file, one of no frames also.
    func finish() throws {
        guard isWAV else { return }
        if !hasBegun { try write([]) }
        guard let start else { return }
        let header = WAVHeader(
            format: format, dataBytes: UInt64(samples * format.encoding.bytesPerSample))
        output.overwrite(header.bytes, at: start)
    }
}
