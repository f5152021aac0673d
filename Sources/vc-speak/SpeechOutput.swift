// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Channels
import Dialogue
import Filter
import Recordings

/// Puts speech on stdout, and says in events what is being spoken.
@MainActor
struct SpeechOutput {
    enum Format: String, ExpressibleByArgument, CaseIterable { case raw, wav }

    private let events: EventLog?
    private let file: AudioFile
    private var frames = 0
    private var piece: String?

    init(_ format: Format, events: String?) throws {
        self.events = try events.map { EventLog(try Output.events($0)) }
        file = AudioFile(try Output.standardForAudio(), isWAV: format == .wav)
    }

    mutating func take(_ event: SpeechEvent) throws {
        switch event {
        case .audio(let samples, let text):
            if piece != text { try events?.write("speaking", Place(text: text, frame: frames)) }
            piece = text
            try file.write(samples)
            frames += samples.count
        case .pieceEnded(let text):
            piece = nil
            try events?.write("spoken", Place(text: text, frame: frames))
        }
    }

    /// Completes a WAV, and the events.
    func finish() throws {
        try file.finish()
        try events?.close()
    }

    /// A piece and where in the stream it begins or ends.
    private struct Place: Encodable {
        let text: String
        let frame: Int
    }
}

/// Speaks `first` and what follows, to its end.
@MainActor
func speak(
    _ first: String, then pieces: PieceSource, with synthesizer: any Synthesizer,
    to output: SpeechOutput
) async throws {
    var output = output
    do {
        try await withChannel(of: SpeechEvent.self) { events in
            try await withChannel(of: String.self, capacity: 1) { channel in
                var piece: String? = first
                while let text = piece {
                    try await channel.send(text)
                    piece = try await pieces.next()
                }
            } consume: { channel in
                try await synthesizer.synthesize(channel, into: events)
            }
        } consume: { events in
            for try await event in events { try output.take(event) }
        }
    } catch {
        // What was spoken until then is good.
        try? output.finish()
        throw error
    }
    try output.finish()
}
