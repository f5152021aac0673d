// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Hearing
import Waveform

/// Joins a recording, the endpointer, a transcriber and the output, to the recording's end.
/// - Returns: whether anything was said.
@MainActor
func listen(
    to first: [Int16], then audio: AudioReading, silence: Duration,
    with transcriber: any Transcriber, writingTo output: TurnOutput
) async throws -> Bool {
    try await withChannel(of: TranscriptEvent.self) { events in
        try await withChannel(of: TranscriberInput.self) { input in
            // Each final result by itself: an engine that waits to be told gets told soon.
            let hold = silence == .zero ? .milliseconds(300) : silence
            var endpointer = SpeechEndpointer(Endpointer(silence: hold))
            var frames: [Int16]? = first
            while let samples = frames {
                try await input.send(.audio(samples))
                for event in endpointer.handle(audio.mono(samples)) {
                    try await input.send(TranscriberInput(event))
                }
                frames = try await audio.next()
            }
            for event in endpointer.finish() { try await input.send(TranscriberInput(event)) }
        } consume: { input in
            try await transcriber.transcribe(input, into: events)
        }
    } consume: { events in
        do {
            for try await event in events { try output.take(event) }
        } catch {
            // What was understood until then is good, and belongs to no other recording.
            if !(error is FilterError) { _ = try output.finish() }
            throw error
        }
        return try output.finish()
    }
}

extension TranscriberInput {
    fileprivate init(_ event: EndpointerEvent) {
        self =
            switch event {
            case .speechStarted(let at): .speechStarted(at: at)
            case .speechPaused(let at): .speechPaused(at: at)
            case .speechResumed: .speechResumed
            case .turnEnded(let at): .turnEnded(at: at)
            }
    }
}
