// SPDX-License-Identifier: MIT-0

package import Dialogue

/// Which piece the audio of a stream speaks: the service doesn't say, so it is judged.
///
/// No frame is lost, added or moved; only the borders between pieces are a judgement. A piece ends
/// where sound begins again behind a pause, once it has sounded for most of what its length and
/// the voice's pace let expect; without a pause, well beyond that. Where it is known that all that
/// was sent has been spoken (the stream is closed, or nothing more came), the border is exact, and
/// the pace is measured; before the first such place it is taken from pieces that a pause ended. A
/// border may be a pause of the speech off: one between clauses, taken for the one behind the
/// sentence.
///
/// Rejected: a piece at a time, its end awaited, which has exact borders, but a gap at each.
package struct StreamAccount: Sendable {
    private struct Piece {
        let text: String
        let characters: Int
        var frames = 0
        /// Spoken whole, as the account was settled; its end is still to be told.
        var isOver = false
    }

    /// Seconds of a character, before anything was spoken: 15 characters a second.
    private static let usualPace = 1.0 / 15
    /// As much text as the pace that was known before counts for: a few words are no measure.
    private static let trustedCharacters = 50.0
    /// From which part of its expected length on a piece may end at a pause, and where it ends
    /// without one.
    private static let (earliest, latest) = (0.7, 1.4)
    /// Samples below it are silence: 1 % of full scale.
    private static let silence = 328
    /// Seconds of a pause: longer than the closure of a consonant.
    private static let pause = 0.12

    /// Frames, and the characters that they speak.
    private struct Tally {
        var (frames, characters) = (0, 0)
    }

    private let rate: Double
    private let knownPace: Double
    /// Those that were sent; the first is the one that sounds.
    private var pieces: [Piece] = []
    private var lastText = ""
    private var silentFrames = 0
    /// Of all that is settled; of what was sent since; of pieces that a pause ended.
    private var (settled, open, paused) = (Tally(), Tally(), Tally())
    private var ended = 0
    /// Whether audio has come since it was last known what it spoke.
    package private(set) var isUncertain = false

    /// `rate` in Hz; `pace`, in frames a character, where the voice has been heard before.
    package init(rate: Int, pace: Double? = nil) {
        self.rate = Double(rate)
        knownPace = pace ?? Self.usualPace * self.rate
    }

    /// Frames a character, as far as is known.
    package var pace: Double {
        let tally = settled.frames > 0 ? settled : paused
        let trusted = Self.trustedCharacters
        return (Double(tally.frames) + knownPace * trusted) / (Double(tally.characters) + trusted)
    }

    /// How many pieces have been spoken whole.
    package var spoken: Int { ended + pieces.count { $0.isOver } }

    /// Characters of which audio is to come.
    package var pendingCharacters: Int {
        pieces.reduce(0) { $0 + ($1.isOver ? 0 : $1.characters) }
    }

    /// Notes that a piece was sent.
    package mutating func sent(_ text: String) {
        let piece = Piece(text: text, characters: max(1, text.unicodeScalars.count))
        pieces.append(piece)
        open.characters += piece.characters
        lastText = text
    }

    /// Takes audio, of any length: says what it speaks and which pieces it ends.
    package mutating func take(_ samples: [Int16]) -> [SpeechEvent] {
        var (rest, events) = (samples[...], takeEnds())
        isUncertain = true
        open.frames += samples.count
        while !rest.isEmpty {
            let count = border(in: rest) ?? rest.count
            if count > 0 {
                events.append(
                    .audio(Array(rest.prefix(count)), text: pieces.first?.text ?? lastText))
            }
            if !pieces.isEmpty { pieces[0].frames += count }
            rest = rest.dropFirst(count)
            guard !rest.isEmpty else { break }
            if isPause {
                paused.frames += pieces[0].frames
                paused.characters += pieces[0].characters
            }
            events.append(endFirst())
        }
        return events
    }

    /// Notes that all that was sent has been spoken, and nothing more will come of it.
    package mutating func settle() {
        for index in pieces.indices { pieces[index].isOver = true }
        settled.frames += open.frames
        settled.characters += open.characters
        open = Tally()
        (isUncertain, silentFrames) = (false, 0)
    }

    /// Says which pieces are over since the account was settled.
    package mutating func takeEnds() -> [SpeechEvent] {
        var events: [SpeechEvent] = []
        while pieces.first?.isOver == true { events.append(endFirst()) }
        return events
    }

    /// Takes back what was sent and isn't known to be spoken, for another stream.
    package mutating func takeBack() -> [String] {
        let texts = pieces.filter { !$0.isOver }.map(\.text)
        pieces.removeAll { !$0.isOver }
        (open, silentFrames) = (Tally(), 0)
        return texts
    }

    private mutating func endFirst() -> SpeechEvent {
        let piece = pieces.removeFirst()
        ended += 1
        silentFrames = 0
        return .pieceEnded(text: piece.text)
    }

    /// Before which sample the next piece begins, if it does in `samples`. The last piece that was
    /// sent has no border.
    private mutating func border(in samples: ArraySlice<Int16>) -> Int? {
        guard pieces.count > 1 else {
            samples.forEach { note($0) }
            return nil
        }
        let (first, expected) = (pieces[0].frames, expectedFrames(of: pieces[0]))
        for (index, sample) in samples.enumerated() {
            let frames = Double(first + index)
            if isPause && isSound(sample) && frames >= expected * Self.earliest
                || frames >= expected * Self.latest
            {
                return index
            }
            note(sample)
        }
        return nil
    }

    private var isPause: Bool { Double(silentFrames) >= Self.pause * rate }

    private func isSound(_ sample: Int16) -> Bool { abs(Int(sample)) >= Self.silence }

    private mutating func note(_ sample: Int16) {
        silentFrames = isSound(sample) ? 0 : silentFrames + 1
    }

    private func expectedFrames(of piece: Piece) -> Double {
        Double(piece.characters) * pace
    }
}
