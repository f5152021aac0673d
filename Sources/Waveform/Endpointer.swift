// SPDX-License-Identifier: MIT-0

/// Decides where turns start, pause and end: the one place that decides about silence.
///
/// A pure state machine: it is fed one voice-activity decision for each 10 ms and says what
/// follows from it. A decision counts as voice only where there is enough of it in the last 100 ms,
/// so that a click neither opens a turn nor makes a silence start over.
package struct Endpointer: Sendable, Equatable {
    /// Frames that one decision stands for: 10 ms.
    package static let step = PipelineAudio.activityFrame
    /// How many decisions back voice is looked for: 100 ms.
    package static let window = 10
    /// How many decisions of the window must be speech for voice: 80 ms. With fewer, the detector's
    /// slips in steady noise open turns; with more, nothing is gained and turns open later.
    package static let voiced = 8
    /// What still belongs to a turn after its last voice, at most: 200 ms, so that a soft last
    /// consonant is not cut off.
    package static let leadOut = 20 * step

    /// In steps; 0 for `silence` means that silence never ends a turn.
    private let silence: Int, pause: Int
    /// In frames.
    private let leadIn: Int

    /// The last decisions, the newest in the lowest bit.
    private var recent: UInt16 = 0
    /// Where the current turn had its last voice; nil outside of a turn.
    private var voiceEnd: Int?
    private var isPaused = false
    private var previousEnd = 0

    /// Frames judged so far (16 kHz).
    package private(set) var position = 0

    /// Makes an endpointer at the start of a stream. Durations are rounded up to 10 ms.
    /// - Parameters:
    ///   - silence: ends a turn; zero: only the end of the input does.
    ///   - pause: makes a silence worth telling.
    ///   - leadIn: what belongs to a turn before its first voice, at most.
    package init(
        silence: Duration = .milliseconds(800), pause: Duration = .milliseconds(200),
        leadIn: Duration = .milliseconds(200)
    ) {
        self.silence = Self.steps(silence)
        self.pause = max(Self.steps(pause), 1)
        self.leadIn = Self.steps(leadIn) * Self.step
    }

    /// Whether a turn is open.
    package var isInTurn: Bool { voiceEnd != nil }

    /// Takes the decision about the next 10 ms.
    package mutating func handle(isSpeech: Bool) -> [EndpointerEvent] {
        recent = (recent << 1 | (isSpeech ? 1 : 0)) & (1 << Self.window - 1)
        position += Self.step
        return isSpeech && recent.nonzeroBitCount >= Self.voiced ? voice() : quiet()
    }

    /// Closes an open turn at the end of the input.
    /// - Parameter end: the length of the input in frames, where it is more than was judged.
    package mutating func finish(at end: Int? = nil) -> [EndpointerEvent] {
        position = max(position, end ?? 0)
        return voiceEnd.map { [endTurn(after: $0)] } ?? []
    }

    /// Ends the open turn, or what was no turn, because somebody who knows more than silence has
    /// decided so.
    package mutating func endTurn() -> EndpointerEvent {
        if let voiceEnd { return endTurn(after: voiceEnd) }
        previousEnd = position
        return .turnEnded(at: position)
    }

    private mutating func voice() -> [EndpointerEvent] {
        let wasInTurn = isInTurn
        voiceEnd = position
        guard wasInTurn else {
            let sinceOnset = UInt16.bitWidth - recent.leadingZeroBitCount
            let onset = position - sinceOnset * Self.step
            return [.speechStarted(at: max(onset - leadIn, previousEnd))]
        }
        defer { isPaused = false }
        return isPaused ? [.speechResumed] : []
    }

    private mutating func quiet() -> [EndpointerEvent] {
        guard let voiceEnd else { return [] }
        let steps = (position - voiceEnd) / Self.step
        var events: [EndpointerEvent] = []
        if steps >= pause, !isPaused {
            isPaused = true
            events.append(.speechPaused(at: voiceEnd))
        }
        if silence > 0, steps >= silence { events.append(endTurn(after: voiceEnd)) }
        return events
    }

    private mutating func endTurn(after voiceEnd: Int) -> EndpointerEvent {
        // What was voice in this turn must not help to open the next one.
        let steps = min((position - voiceEnd) / Self.step, Self.window)
        recent &= 1 << steps - 1
        previousEnd = min(voiceEnd + Self.leadOut, position)
        self.voiceEnd = nil
        isPaused = false
        return .turnEnded(at: previousEnd)
    }

    private static func steps(_ duration: Duration) -> Int {
        let frames = PipelineAudio.frames(in: min(max(duration, .zero), .seconds(86_400)))
        return (frames + step - 1) / step
    }
}
