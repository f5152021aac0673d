// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue

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
