// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization
import Waveform

/// The audio on its way to the service: cut into pieces of 100 ms, given out at the pace at which
/// it was spoken, and kept until it is known to be heard.
///
/// One task fills it; one task at a time empties it.
final class AudioSupply: Sendable {
    /// What the service advises: 50 to 200 ms, all of the same length (developer guide).
    static let pieceFrames = PipelineAudio.sampleRate / 10

    private struct State {
        var buffer = ReplayBuffer()
        var pacing = Pacing()
        var isQuiet = false
        var neededFrom = 0
    }

    let channels: Int
    private let pieces = Channel<AudioPiece>(capacity: 4)
    private let state = Mutex(State())
    private let start = ContinuousClock.now

    init(channels: Int) { self.channels = channels }

    /// Takes all of the input; a slow service makes it wait.
    func take(
        _ input: Channel<TranscriberInput>, telling news: Channel<TurnLedger.Event>
    ) async throws {
        var cutter = FrameCutter(size: Self.pieceFrames * channels)
        var position = 0
        for try await element in input {
            switch element {
            case .audio(let samples):
                var whole: [[Int16]] = []
                cutter.cut(samples) { whole.append(Array($0)) }
                for samples in whole {
                    try await pieces.send(
                        AudioPiece(position: position, samples: samples, channels: channels))
                    position += Self.pieceFrames
                }
            case .speechStarted(let at):
                try await news.send(.speechStarted(at: PipelineAudio.duration(frames: at)))
            case .turnEnded(let at):
                try await news.send(.turnEnded(at: PipelineAudio.duration(frames: at)))
            case .speechPaused, .speechResumed: break
            }
        }
        let rest = cutter.rest.dropLast(cutter.rest.count % channels)
        if !rest.isEmpty {
            try await pieces.send(
                AudioPiece(position: position, samples: Array(rest), channels: channels))
        }
        pieces.finish()
    }

    /// Notes what follows from the results.
    func note(neededFrom time: Duration, isQuiet: Bool) {
        state.withLock {
            $0.neededFrom = PipelineAudio.frames(in: time)
            $0.buffer.trim(before: $0.neededFrom)
            $0.isQuiet = isQuiet
        }
    }

    /// Where a new stream would have to begin, in frames.
    var neededFrom: Int { state.withLock { $0.neededFrom } }

    /// Whether nobody speaks.
    var isQuiet: Bool { state.withLock { $0.isQuiet } }

    /// Waits for audio that hasn't been sent.
    /// - Returns: nil where the input has ended and everything was sent.
    func next() async throws -> AudioPiece? {
        if let piece = state.withLock({ $0.buffer.next }) { return piece }
        guard let piece = try await pieces.receive() else { return nil }
        state.withLock { $0.buffer.append(piece) }
        return piece
    }

    /// Waits until it is time for a piece.
    func pace(_ piece: AudioPiece) async throws {
        let end = PipelineAudio.duration(frames: piece.end)
        let length = PipelineAudio.duration(frames: piece.frames)
        while true {
            let now = start.duration(to: .now)
            let wait = state.withLock { $0.pacing.delay(until: end, length: length, now: now) }
            guard wait > .zero else { return }
            try await Task.sleep(for: wait)
        }
    }

    /// Notes that what `next` gave has been sent.
    func advance() { state.withLock { $0.buffer.advance() } }

    /// A stream has ended as we wanted: all that was sent has been heard.
    func forgetSent() { state.withLock { $0.buffer.trim(before: .max) } }

    /// A new stream begins: `next` gives again what may not have been heard.
    /// - Returns: where that begins, in frames.
    func rewind() -> Int { state.withLock { $0.buffer.rewind() } }
}
