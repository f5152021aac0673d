// SPDX-License-Identifier: MIT-0

import Filter
import Glibc
import Resampling
import Sound
import Waveform

/// A recording in the microphone's place, at the pace at which it was recorded.
final class FileSource: Source {
    private let input: Input
    private let format: StreamFormat
    private var decoder: AudioInput
    private var cutter: FrameCutter
    private var periods: [[Int16]] = []
    private var hasEnded = false
    private let start = ContinuousClock.now
    private var frames = 0
    private(set) var warnings: [String] = []

    /// Raw audio is taken to be of the `format` that is wanted; a WAV is converted.
    init(_ input: Input, _ format: StreamFormat) {
        self.input = input
        self.format = format
        cutter = FrameCutter(size: format.period * format.channels)
        decoder = AudioInput(
            raw: AudioFormat(sampleRate: format.rate, channels: format.channels),
            to: format.rate, channels: format.channels)
    }

    let isLive = false

    func next() throws -> [Int16]? {
        while periods.isEmpty {
            if hasEnded { return nil }
            try fill()
        }
        let period = periods.removeFirst()
        frames += period.count / format.channels
        wait(until: start + format.duration(frames: frames))
        return period
    }

    private func fill() throws {
        let bytes = try input.read(upTo: 8192)
        if bytes.isEmpty {
            let ending = try decoder.finish()
            cut(ending.frames)
            if !cutter.rest.isEmpty { periods.append(cutter.rest) }
            warnings = ending.warnings
            hasEnded = true
        } else {
            cut(try decoder.decode(bytes))
        }
    }

    private func cut(_ samples: [Int16]) {
        cutter.cut(samples) { periods.append(Array($0)) }
    }

    /// A period is there when its last frame has been spoken.
    private func wait(until instant: ContinuousClock.Instant) {
        let left = ContinuousClock.now.duration(to: instant) / .microseconds(1)
        if left > 0 { usleep(useconds_t(left)) }
    }
}
