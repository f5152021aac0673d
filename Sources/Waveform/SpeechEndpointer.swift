// SPDX-License-Identifier: MIT-0

/// Audio in, decisions about turns out: a detector and an `Endpointer`, joined.
///
/// The audio itself is not kept: positions in events are frames since the start of the stream.
package struct SpeechEndpointer<Detector: VoiceActivity> {
    private var detector: Detector
    private var endpointer: Endpointer
    private var cutter = FrameCutter()

    /// Frames taken so far (16 kHz).
    package private(set) var position = 0

    package init(detector: Detector, endpointer: Endpointer = Endpointer()) {
        self.detector = detector
        self.endpointer = endpointer
    }

    /// Whether a turn is open.
    package var isInTurn: Bool { endpointer.isInTurn }

    /// Takes the next frames (16 kHz mono, any number) and says what follows from them.
    package mutating func handle(_ samples: [Int16]) -> [EndpointerEvent] {
        position += samples.count
        var events: [EndpointerEvent] = []
        cutter.cut(samples) {
            events += endpointer.handle(isSpeech: detector.isSpeech($0))
        }
        return events
    }

    /// Ends the stream: closes an open turn. Less than 10 ms at the end is not judged, but belongs
    /// to the turn if there was voice right before it.
    package mutating func finish() -> [EndpointerEvent] { endpointer.finish(at: position) }
}

extension SpeechEndpointer: Sendable where Detector: Sendable {}
