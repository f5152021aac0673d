// SPDX-License-Identifier: MIT-0

package import Waveform

/// What every tool that reads audio reads it with: bytes in, 16-bit frames out.
///
/// The input is raw PCM, or a WAV, which is known by its first bytes and converted. Bytes may come
/// in pieces of any size; raw audio is handed on at once. The frames don't depend on the pieces.
///
/// Errors are `WaveformError` and `ResamplingError`; what was returned before an error is good.
/// After an error and after `finish` nothing more may be decoded.
package struct AudioInput: ~Copyable {
    private enum Stage: Sendable {
        case start([UInt8])
        case header(WAVParser)
        /// How much of a WAV's sound is still to come, where that is known.
        case sound(remaining: UInt64?)
    }

    private let raw: AudioFormat
    private let rate: Int
    private let channels: Int
    private var stage = Stage.start([])
    private var converter: AudioConverter?
    /// A part of an input frame.
    private var partial: [UInt8] = []

    /// What the input is made of, once that is known.
    package private(set) var format: AudioFormat?
    /// No whole frame has come yet.
    package private(set) var isEmpty = true

    /// Makes a reader at the start of an input.
    /// - Parameters:
    ///   - raw: what the input is if it is no WAV.
    ///   - rate: of the frames that come out, in Hz.
    ///   - channels: of the frames that come out, interleaved.
    package init(
        raw: AudioFormat = .pipeline, to rate: Int = PipelineAudio.sampleRate, channels: Int = 1
    ) {
        self.raw = raw
        self.rate = rate
        self.channels = channels
    }

    /// Takes the next bytes; returns the frames that can be made of them by now.
    package mutating func decode(_ bytes: ArraySlice<UInt8>) throws -> [Int16] {
        guard !bytes.isEmpty else { return [] }
        switch stage {
        case .start(let seen):
            let start = seen + bytes
            switch Container(start: start[...]) {
            case .undecided:
                stage = .start(start)
                return []
            case .wav: stage = .header(WAVParser())
            case .raw: try open(raw, bytes: nil)
            case .other(let name): throw WaveformError.otherFormat(name)
            }
            return try decode(start[...])
        case .header(var parser):
            guard let (header, sound) = try parser.parse(bytes) else {
                stage = .header(parser)
                return []
            }
            try open(header.format, bytes: header.dataBytes)
            return try decode(sound)
        case .sound(let remaining):
            let sound = bytes.prefix(Int(clamping: remaining ?? .max))
            stage = .sound(remaining: remaining.map { $0 - UInt64(sound.count) })
            return try convert(sound)
        }
    }

    /// Takes the next bytes; returns the frames that can be made of them by now.
    package mutating func decode(_ bytes: [UInt8]) throws -> [Int16] { try decode(bytes[...]) }

    /// Ends the input. A header that is cut off is an error; sound that is cut off is not.
    package mutating func finish() throws -> Ending {
        var missing: UInt64 = 0
        var frames: [Int16] = []
        switch stage {
        case .start(let seen) where seen.isEmpty: break
        case .start(let seen):
            // Too short for a container, so raw.
            try open(raw, bytes: nil)
            frames = try convert(seen[...])
        case .header(let parser): throw parser.endedEarly
        case .sound(let remaining): missing = remaining ?? 0
        }
        frames += try converter?.finish() ?? []
        return Ending(frames: frames, droppedBytes: partial.count, missingBytes: missing)
    }

    private mutating func open(_ format: AudioFormat, bytes: UInt64?) throws {
        converter = try AudioConverter(from: format, toRate: rate, channels: channels)
        self.format = format
        stage = .sound(remaining: bytes)
    }

    private mutating func convert(_ bytes: ArraySlice<UInt8>) throws -> [Int16] {
        guard let frameBytes = format?.bytesPerFrame else { return [] }
        let all = partial.isEmpty ? bytes : (partial + bytes)[...]
        let whole = all.count - all.count % frameBytes
        partial = Array(all.dropFirst(whole))
        guard whole > 0 else { return [] }
        isEmpty = false
        return try converter?.convert(all.prefix(whole)) ?? []
    }
}
