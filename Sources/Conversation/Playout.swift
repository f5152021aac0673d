// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Waveform

/// What stands between an answer and the loudspeaker: holds it back until it may sound, stops it and
/// goes on from the same sample, and knows how much of it was heard.
///
/// A second of what was handed over is kept, and what wasn't.
actor Playout {
    /// How far the answer may be ahead of the loudspeaker: half a second.
    private static let ahead = PipelineAudio.sampleRate / 2
    private static let kept = PipelineAudio.sampleRate
    private static let lowered: Float = 0.2
    /// -50 dBFS: what is quieter at the beginning of an answer isn't played.
    private static let audible: UInt16 = 104
    /// What is played before the first audible sample: 5 ms.
    private static let lead = 80

    private let sink: any AudioSink
    private let hearing: any UserHearing
    private let clock: any TalkClock
    private let sounds: @Sendable () async throws -> Void

    /// Frames of the answer; the first is number `start`, the next to be handed over `next`.
    private var frames: [Int16] = []
    private var start = 0
    private var next = 0
    private var hasBegun = false
    /// Frames the loudspeaker had played before the answer, and those skipped since.
    private var before: Int?
    private var isReleased = false, isStopped = false, isFinished = false, isCut = false
    private var gain: Float = 1
    private let moved = Channel<Bool>(capacity: 1)
    private let room = Channel<Bool>(capacity: 1)

    /// `sounds` is called when the first frame goes to the loudspeaker.
    init(
        _ sink: any AudioSink, _ hearing: any UserHearing, _ clock: any TalkClock,
        sounds: @escaping @Sendable () async throws -> Void
    ) {
        self.sink = sink
        self.hearing = hearing
        self.clock = clock
        self.sounds = sounds
    }

    private var end: Int { start + frames.count }

    // MARK: The answer

    /// Takes frames. Silence before the first audible one is dropped.
    /// - Returns: how many will be played.
    func take(_ samples: [Int16]) -> Int {
        var samples = samples[...]
        if !hasBegun {
            guard let first = samples.firstIndex(where: { $0.magnitude > Self.audible }) else {
                return 0
            }
            samples = samples[max(0, first - Self.lead)...]
            hasBegun = true
        }
        frames += samples
        moved.trySend(true)
        return samples.count
    }

    /// Waits while there are enough.
    func waitForRoom() async throws {
        while end - next > Self.ahead, !isCut { _ = try await room.receive() }
    }

    /// Nothing comes behind.
    func finish() {
        isFinished = true
        moved.trySend(true)
    }

    // MARK: The loudspeaker

    /// Plays until all of it has been heard.
    func run() async throws {
        while !isCut {
            if isReleased, !isStopped, next < end {
                try await handOver()
            } else if isReleased, !isStopped, isFinished {
                try await sink.drain()
                if next == end, !isStopped { return }
            } else {
                _ = try await moved.receive()
            }
        }
    }

    private func handOver() async throws {
        let isFirst = before == nil
        if isFirst { before = await sink.playedFrames }
        let block = Array(
            frames[(next - start)..<min(next - start + PipelineAudio.period, frames.count)])
        next += block.count
        // The loudspeaker plays it later than now, which the canceller finds out.
        hearing.play(
            gain == 1 ? block : block.map { Int16(Float($0) * gain) }, soundsAt: clock.now())
        try await sink.play(block)
        if isFirst { try await sounds() }
        let old = next - start - Self.kept
        if old > Self.kept {
            frames.removeFirst(old)
            start += old
        }
        room.trySend(true)
    }

    /// Frames of the answer that have been heard.
    var heardFrames: Int {
        get async {
            guard let before else { return 0 }
            return min(max(0, await sink.playedFrames - before), next)
        }
    }

    // MARK: The floor

    func release() {
        isReleased = true
        moved.trySend(true)
    }

    func set(lowered: Bool) async {
        gain = lowered ? Self.lowered : 1
        await sink.setGain(gain)
    }

    /// Falls silent at once; what was not heard is kept.
    func stop() async throws {
        isStopped = true
        guard before != nil else { return }
        try await silence()
    }

    func goOn() async {
        isStopped = false
        await set(lowered: false)
        moved.trySend(true)
    }

    /// Falls silent for good.
    /// - Returns: the frames of the answer that were heard.
    func cut() async throws -> Int {
        isCut = true
        moved.trySend(true)
        room.trySend(true)
        if before != nil, !isStopped { try await silence() }
        await set(lowered: false)
        return await heardFrames
    }

    private func silence() async throws {
        try await sink.cut()
        hearing.cut(at: clock.now())
        next = max(start, await heardFrames)
    }
}
