// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
package import Filter
import Resampling
import Synchronization
import Waveform

/// A recording in the microphone's place: 20 ms at a time, at the pace at which it was spoken.
///
/// Where nobody takes what it has, it waits, and goes on at the same pace.
package final class RecordedVoice: AudioSource {
    private let input: Input
    private let ending = Mutex<[String]>([])

    package init(_ input: Input) { self.input = input }

    /// Whether the file at `path` (`-`: standard input) has no frame in it. Of a pipe that isn't
    /// known before it ends; what is wrong with a file is said by who reads it.
    package static func isEmpty(_ path: String) -> Bool {
        // Opened once more: what is looked at here is read again.
        guard let input = try? Input.opening(path == "-" ? "/dev/stdin" : path),
            input.isRegularFile
        else { return false }
        var decoder = AudioInput()
        do {
            while case let bytes = try input.read(upTo: 8192), !bytes.isEmpty {
                guard try decoder.decode(bytes).isEmpty else { return false }
            }
            return try decoder.finish().frames.isEmpty
        } catch { return false }
    }

    package let isLive = false

    /// What the user is to be told once the recording is over, a line each.
    package var warnings: [String] { ending.withLock { $0 } }

    package func capture(into output: Channel<AudioChunk>) async throws {
        var decoder = AudioInput()
        var cutter = FrameCutter(size: PipelineAudio.period)
        var pace = Pace()
        for try await bytes in input.chunks(of: 8192) {
            let samples = try RecordingError.naming(input.name) { try decoder.decode(bytes) }
            for period in periods(samples, &cutter) {
                try await pace.wait(frames: period.count)
                try await output.send(AudioChunk(period, capturedAt: .seconds(monotonicSeconds())))
            }
        }
        let end = try RecordingError.naming(input.name) { try decoder.finish() }
        ending.withLock { $0 = end.warnings.map { "\(input.name): \($0)" } }
        for period in periods(end.frames, &cutter) + [cutter.rest] where !period.isEmpty {
            try await pace.wait(frames: period.count)
            try await output.send(AudioChunk(period, capturedAt: .seconds(monotonicSeconds())))
        }
    }

    private func periods(_ samples: [Int16], _ cutter: inout FrameCutter) -> [[Int16]] {
        var periods: [[Int16]] = []
        cutter.cut(samples) { periods.append(Array($0)) }
        return periods
    }
}

/// Lets audio pass as fast as it sounds.
struct Pace {
    private var due: ContinuousClock.Instant?

    /// Returns when `frames` more frames (16 kHz) have had the time to sound. Time that was lost
    /// elsewhere is not made up for.
    mutating func wait(frames: Int) async throws {
        let now = ContinuousClock.now
        let next = max(due ?? now, now - .milliseconds(40)) + PipelineAudio.duration(frames: frames)
        due = next
        try await Task.sleep(until: next, clock: .continuous)
    }
}
