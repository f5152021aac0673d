// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization
import Waveform

/// The listening side: what the source hears goes through the endpointer to the transcriber.
///
/// While the gate is closed a live source's sound is passed over, and for `echo` more, since a room
/// goes on sounding when the loudspeaker has stopped; a recording waits.
final class Ear<Detector: VoiceActivity & Sendable>: Sendable {
    static var echo: Duration { .milliseconds(300) }

    let gate = Gate()
    private let source: any AudioSource
    private let endpointer: Mutex<SpeechEndpointer<Detector>>

    init(source: any AudioSource, endpointer: SpeechEndpointer<Detector>) {
        self.source = source
        self.endpointer = Mutex(endpointer)
    }

    /// Listens until the source ends. `input` is not finished here.
    func listen(into input: Channel<TranscriberInput>, _ reports: Channel<Report>) async throws {
        let source = source
        // A recording begins when everybody is ready for it; a device is opened at once, so that
        // it is known early if that fails.
        if !source.isLive { try await gate.waitUntilOpen() }
        try await withChannel(of: AudioChunk.self, capacity: 4) { chunks in
            try await source.capture(into: chunks)
        } consume: { chunks in
            var hasStarted = false
            var toPassOver = 0
            for try await chunk in chunks {
                if !gate.isOpen, source.isLive {
                    toPassOver = hasStarted ? PipelineAudio.frames(in: Self.echo) : 0
                    continue
                }
                try await gate.waitUntilOpen()
                guard toPassOver <= 0 else {
                    toPassOver -= chunk.samples.count
                    continue
                }
                if !hasStarted { try await reports.send(.started) }
                hasStarted = true
                try await input.send(.audio(chunk.samples))
                try await decide(endpointer.withLock { $0.handle(chunk.samples) }, input, reports)
            }
        }
        try await decide(endpointer.withLock { $0.finish() }, input, reports)
    }

    private func decide(
        _ events: [EndpointerEvent], _ input: Channel<TranscriberInput>,
        _ reports: Channel<Report>
    ) async throws {
        for event in events {
            switch event {
            case .speechStarted(let at):
                try await input.send(.speechStarted(at: at))
                try await reports.send(.speechStarted(at: at))
            case .speechPaused(let at): try await input.send(.speechPaused(at: at))
            case .speechResumed: try await input.send(.speechResumed)
            case .turnEnded(let at):
                // Nothing behind it is listened to until the turn is answered or turns out empty.
                try await input.send(.turnEnded(at: at))
                try await reports.send(.speechEnded(at: at))
            }
        }
    }
}
