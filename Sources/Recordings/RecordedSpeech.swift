// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Waveform

/// A file in the loudspeaker's place. It takes speech as fast as a loudspeaker plays it, and holds
/// what a loudspeaker would have played: what is cut off is not in it.
package actor RecordedSpeech: AudioSink {
    /// How much a loudspeaker would hold.
    private static let buffer = Duration.milliseconds(100)

    private let output: Output
    private let file: AudioFile
    private var queue: [Int16] = []
    private var gain: Float = 1
    /// When the first frame of the queue sounds; nil while nothing is queued.
    private var start: ContinuousClock.Instant?
    package private(set) var playedFrames = 0

    /// Creates the file: a WAV, unless the name ends in `.raw`.
    package init(creating path: String) throws {
        output = try Output.creating(path)
        file = AudioFile(output, isWAV: AudioFile.isWAV(named: path))
    }

    package func play(_ samples: [Int16]) async throws {
        try settle()
        if start == nil { start = .now }
        queue += gain == 1 ? samples : samples.map { Int16(Float($0) * gain) }
        try await wait(untilQueued: Self.buffer)
    }

    package func setGain(_ gain: Float) { self.gain = gain }

    package func drain() async throws {
        try await wait(untilQueued: .zero)
        try settle()
    }

    @discardableResult
    package func cut() async throws -> Int {
        try settle()
        defer {
            queue = []
            start = nil
        }
        return queue.count
    }

    package func close() async throws {
        try settle()
        try file.finish()
        try output.close()
    }

    private func wait(untilQueued limit: Duration) async throws {
        guard let start else { return }
        let end = start + PipelineAudio.duration(frames: queue.count)
        try await Task.sleep(until: end - limit, clock: .continuous)
        try settle()
    }

    /// Moves what has sounded by now from the queue to the file.
    private func settle() throws {
        guard let begin = start else { return }
        let elapsed = PipelineAudio.frames(in: begin.duration(to: .now))
        let heard = min(elapsed, queue.count)
        try file.write(Array(queue.prefix(heard)))
        playedFrames += heard
        queue.removeFirst(heard)
        start = queue.isEmpty ? nil : begin + PipelineAudio.duration(frames: heard)
    }
}
