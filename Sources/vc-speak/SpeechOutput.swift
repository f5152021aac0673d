// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Recordings
import Stages
import Waveform

/// Puts speech on stdout, and says in events what is being spoken.
@MainActor
struct SpeechOutput {
    private let events: EventLog?
    private let output: Output
    /// For frames.
    private let file: AudioFile
    private let rate: Int
    private let isEncoded: Bool
    private var frames = 0
    private var bytes = 0
    private var piece: String?

    init(_ options: SpeechOptions, events: String?) throws {
        output = try Output.standardForAudio()
        self.events = try events.map { EventLog(try Output.events($0)) }
        rate = options.rate ?? PipelineAudio.sampleRate
        isEncoded = options.format.isEncoded
        file = AudioFile(
            output, AudioFormat(sampleRate: rate), isWAV: options.format == .wav)
    }

    mutating func take(_ event: SpeechEvent) throws {
        switch event {
        case .audio(let samples, let text):
            try begin(text)
            try file.write(samples)
            frames += samples.count
        case .encoded(let data, let text):
            try begin(text)
            try output.write(data)
            bytes += data.count
        case .mark(let mark, let text):
            try begin(text)
            try events?.write("mark", Mark(mark, after: Double(frames) / Double(rate)))
        case .pieceEnded(let text):
            piece = nil
            try events?.write("spoken", place(text))
        }
    }

    /// Completes a WAV, and the events.
    func finish() throws {
        try file.finish()
        try events?.close()
    }

    private mutating func begin(_ text: String) throws {
        if piece != text { try events?.write("speaking", place(text)) }
        piece = text
    }

    private func place(_ text: String) -> Place {
        isEncoded ? Place(text: text, byte: bytes) : Place(text: text, frame: frames)
    }

    /// A piece and where in the stream it begins or ends.
    private struct Place: Encodable {
        let text: String
        var frame: Int?
        var byte: Int?
    }

    /// A mark and its time in the stream, in seconds.
    private struct Mark: Encodable {
        let kind: String
        let value: String
        let time: Double
        let start: Int?
        let end: Int?

        init(_ mark: SpeechMark, after seconds: Double) {
            kind = mark.kind.rawValue
            value = mark.value
            time = ((seconds + mark.time / .seconds(1)) * 1000).rounded() / 1000
            start = mark.range?.lowerBound
            end = mark.range?.upperBound
        }
    }
}
