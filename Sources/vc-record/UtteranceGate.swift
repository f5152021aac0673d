// SPDX-License-Identifier: MIT-0

import Filter
import Hearing
import Resampling
import Sound
import Waveform

/// Lets a recording begin and end with speech.
final class UtteranceGate {
    private let format: StreamFormat
    private let endsWithTurn: Bool
    private let events: EventLog?
    private var endpointer: SpeechEndpointer<SpeechDetector>
    private var toPipeline: AudioConverter
    /// What came before speech, not written yet: a second at most. Empty once it is open.
    private var before: [Int16] = []
    /// Frames taken so far.
    private var position = 0
    private var isOpen: Bool
    /// Whether anybody has spoken.
    private(set) var hasHeardSpeech = false
    /// The utterance is over: nothing more is let through.
    private(set) var isOver = false

    /// - Parameters:
    ///   - waits: lets nothing through before speech begins; 300 ms before it are let through.
    ///   - silence: ends the recording when it follows speech; nil: nothing does.
    ///   - events: told when speech starts and ends, in frames of `format` since the start.
    init(_ format: StreamFormat, waits: Bool, silence: Duration?, events: EventLog?) throws {
        self.format = format
        self.events = events
        isOpen = !waits
        endsWithTurn = silence != nil
        endpointer = SpeechEndpointer(
            Endpointer(silence: silence ?? .zero, leadIn: .milliseconds(300)))
        let source = AudioFormat(sampleRate: format.rate, channels: format.channels)
        toPipeline = try AudioConverter(
            from: source, toRate: PipelineAudio.sampleRate, channels: 1)
    }

    /// Takes the next frames (interleaved) and returns those to be written.
    func pass(_ samples: [Int16]) throws -> [Int16] {
        position += samples.count / format.channels
        let speech = try toPipeline.convert(SampleEncoding.encodeS16(samples)[...])
        var onset: Int?
        for event in endpointer.handle(speech) {
            switch event {
            case .speechStarted(let at):
                hasHeardSpeech = true
                onset = onset ?? inFrames(at)
                try events?.write("speech_started", ["frame": inFrames(at)])
            case .turnEnded(let at):
                isOver = endsWithTurn
                try events?.write("speech_ended", ["frame": inFrames(at)])
            case .speechPaused, .speechResumed: break
            }
        }
        if isOpen { return samples }
        before += samples
        guard let onset else {
            before.removeFirst(max(0, before.count - format.rate * format.channels))
            return []
        }
        isOpen = true
        defer { before = [] }
        return before.suffix(max(0, position - onset) * format.channels)
    }

    /// A position in the pipeline's frames, in frames of `format`.
    private func inFrames(_ position: Int) -> Int {
        position * format.rate / PipelineAudio.sampleRate
    }
}
