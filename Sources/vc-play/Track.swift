// SPDX-License-Identifier: MIT-0

import Filter
import Resampling
import Sound
import Waveform

/// One input, as frames of the rate and the channels that it has (at most two; a rate that no device
/// has becomes 48 000 Hz).
final class Track {
    /// What `next` returns; nil until the first bytes tell.
    private(set) var format: StreamFormat?
    private(set) var warnings: [String] = []
    private let input: Input
    private let raw: AudioFormat
    private var decoder: AudioInput
    private var hasEnded = false

    private static let rates = 4000...192_000

    /// - Parameter raw: what the input is if it is no WAV.
    init(_ input: Input, raw: AudioFormat) {
        self.input = input
        self.raw = raw
        decoder = AudioInput(raw: raw)
    }

    /// The next frames, interleaved, never none; nil at the end. Waits for them.
    func next() throws -> [Int16]? {
        while !hasEnded {
            let bytes = try input.read(upTo: 8192)
            let frames = try RecordingError.naming(input.name) {
                try bytes.isEmpty ? finish() : decode(bytes)
            }
            if !frames.isEmpty { return frames }
        }
        return nil
    }

    /// Bytes seen before the format was known.
    private var start: [UInt8] = []

    private func decode(_ bytes: [UInt8]) throws -> [Int16] {
        guard format == nil else { return try decoder.decode(bytes) }
        start += bytes
        _ = try decoder.decode(bytes)
        guard let found = decoder.format else { return [] }
        return try reopen(as: found)
    }

    /// Reads the start again, now that it is known what to make of it.
    private func reopen(as found: AudioFormat) throws -> [Int16] {
        let rate = Self.rates.contains(found.sampleRate) ? found.sampleRate : 48_000
        let format = StreamFormat(rate: rate, channels: min(found.channels, 2))
        self.format = format
        decoder = AudioInput(raw: raw, to: format.rate, channels: format.channels)
        defer { start = [] }
        return try decoder.decode(start)
    }

    private func finish() throws -> [Int16] {
        hasEnded = true
        var frames: [Int16] = []
        // Fewer bytes than tell a WAV from raw audio.
        if format == nil, !start.isEmpty { frames = try reopen(as: raw) }
        let ending = try decoder.finish()
        warnings = ending.warnings.map { "\(input.name): \($0)" }
        return frames + ending.frames
    }
}
