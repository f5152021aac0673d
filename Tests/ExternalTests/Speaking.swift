// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import External
import Foundation
import TestSupport

/// A child that keeps the whole contract, from `Tests/Fixtures`.
func controlledChild(_ arguments: String) -> Child.Launch {
    .shell(
        "exec python3 '\(repository.path)/Tests/Fixtures/child.py' \(arguments)", hasControl: true)
}

/// What a synthesizer made of some pieces.
struct Speech: Equatable {
    /// The runs of frames with the same text, in order.
    var runs: [Run] = []
    var ended: [String] = []

    struct Run: Equatable {
        var text: String
        var samples: [Int16]
    }

    mutating func take(_ event: SpeechEvent) {
        switch event {
        case .audio(let samples, let text):
            if runs.last?.text == text {
                runs[runs.count - 1].samples += samples
            } else {
                runs.append(Run(text: text, samples: samples))
            }
        case .pieceEnded(let text): ended.append(text)
        case .encoded, .mark: break
        }
    }
}

/// Speaks `pieces` to their end.
func speak(_ pieces: [String], with synthesizer: some Synthesizer) async throws -> Speech {
    var speech = Speech()
    try await withChannel(of: SpeechEvent.self) { events in
        try await withChannel(of: String.self, capacity: 1) { channel in
            for piece in pieces { try await channel.send(piece) }
        } consume: { channel in
            try await synthesizer.synthesize(channel, into: events)
        }
    } consume: { events in
        for try await event in events { speech.take(event) }
    }
    return speech
}

/// Speaks `pieces` until the first frames have come, then cancels.
func speakAndCancel(_ pieces: [String], with synthesizer: some Synthesizer) async throws {
    try await withChannel(of: SpeechEvent.self) { events in
        try await withChannel(of: String.self, capacity: 1) { channel in
            for piece in pieces { try await channel.send(piece) }
        } consume: { channel in
            try await synthesizer.synthesize(channel, into: events)
        }
    } consume: { events in
        _ = try await events.receive()
    }
}

/// The text of a reply to `turn`.
func ask(_ turn: String, of model: some LanguageModel) async throws -> String {
    var text = ""
    try await withChannel(of: ReplyEvent.self) { events in
        try await model.reply(to: ReplyRequest(messages: [Message(.user, turn)]), into: events)
    } consume: { events in
        for try await case .text(let piece) in events { text += piece }
    }
    return text
}

/// What a transcriber makes of `input`.
func transcribe(
    _ input: [TranscriberInput], with transcriber: some Transcriber
) async throws -> [TranscriptEvent] {
    var heard: [TranscriptEvent] = []
    try await withChannel(of: TranscriptEvent.self) { events in
        try await withChannel(of: TranscriberInput.self) { channel in
            for element in input { try await channel.send(element) }
        } consume: { channel in
            try await transcriber.transcribe(channel, into: events)
        }
    } consume: { events in
        for try await event in events { heard.append(event) }
    }
    return heard
}
