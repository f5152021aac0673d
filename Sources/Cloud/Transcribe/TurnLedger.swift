// SPDX-License-Identifier: MIT-0

package import Dialogue

/// Which words belong to which turn, and when a turn is complete: a pure state machine between what
/// the endpointer decides and what the service sends. Times are since the start of the input.
///
/// A turn that has ended is done when no segment is open that began in it and the service has
/// demonstrably heard all of it. Words come out in their order; those of the next turn wait until
/// the one before is done.
package struct TurnLedger: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
        case speechStarted(at: Duration)
        case turnEnded(at: Duration)
        /// A new stream, whose audio begins there: segments that were open are heard again.
        case opened(at: Duration)
        /// The stream has been given the audio up to there.
        case sent(to: Duration)
        /// One event of the service; without results, it heard nobody. Times are the input's.
        case heard([TranscribeResult])
    }

    /// How much before a turn's end its last word may end: the endpointer's lead-out, and slack.
    static let slack: Duration = .milliseconds(500)
    /// How long the service may take to notice speech.
    static let delay: Duration = .milliseconds(300)
    /// So much audio after a turn's end shows that nothing of it is to come.
    static let patience: Duration = .seconds(3)
    /// For so much audio a segment may stay open after its turn's end; then it is taken as it is.
    static let endurance: Duration = .seconds(10)
    /// How far the service is behind, at most, when it says that it hears nobody; and while it
    /// may only be finding out about the language.
    static let lag: Duration = .seconds(2), longLag: Duration = .seconds(10)

    /// How long a pause between two words is at least if a turn may have ended in it, and how late
    /// an endpointer may notice that the next has begun.
    static let pause: Duration = .milliseconds(300)

    /// Where a turn has ended, and where the next began, if it has.
    private struct End: Equatable {
        let at: Duration
        var next: Duration?
    }

    /// The turn that the endpointer hears, from its start.
    private var turn: Duration?
    /// Turns that have ended and aren't done.
    private var ends: [End] = []
    /// Of the turn after `ends.first`.
    private var held: [Dialogue.Transcript] = []
    private var hasWords = false
    private var partials: [TranscribeResult] = []
    /// Segments that were taken as they were.
    private var closed: [String] = []
    private var sent: Duration = .zero
    /// How much had been sent at the last two events without results, if nothing was between.
    private var quiet: [Duration] = []
    private var replay: ReplayPoint
    private let lag: Duration

    package init(channels: Int = 1, findsLanguage: Bool = false) {
        replay = ReplayPoint(channels: channels)
        lag = findsLanguage ? Self.longLag : Self.lag
    }

    /// Where a new stream has to begin for no word to be lost.
    package var replayStart: Duration { replay.start }

    /// Whether nobody speaks: a good moment for a new stream.
    package var isQuiet: Bool {
        turn == nil && partials.isEmpty && ends.isEmpty && quiet.count == 2
    }

    /// Takes an event; returns what follows from it, in order.
    package mutating func handle(_ event: Event) -> [TranscriptEvent] {
        var out: [TranscriptEvent] = []
        switch event {
        case .speechStarted(let at):
            turn = at
            if let last = ends.indices.last, ends[last].next == nil { ends[last].next = at }
        case .turnEnded(let at):
            ends.append(End(at: at))
            turn = nil
        case .opened(let at):
            sent = at
            partials = []
            quiet = []
            replay.streamOpened()
        case .sent(let to): sent = to
        case .heard(let results):
            if results.isEmpty { heardNobody() } else { quiet = [] }
            for result in results.compactMap({ replay.withoutKnown($0) })
            where !closed.contains(result.id) || result.id.isEmpty {
                take(result, &out)
            }
        }
        settle(&out)
        return out
    }

    /// The input has ended and so has the last stream, or `isWhole` is false and nothing more will
    /// come: everything final comes out, and what is whole also with what was left open.
    package mutating func finish(isWhole: Bool) -> [TranscriptEvent] {
        var out: [TranscriptEvent] = []
        if isWhole { close(all: true, &out) }
        partials = []
        sent = .seconds(1 << 40)
        settle(&out)
        if hasWords { out.append(.turnDone) }
        hasWords = false
        return out
    }

    // MARK: Words

    private mutating func heardNobody() {
        quiet = (quiet + [sent]).suffix(2)
        guard partials.isEmpty, ends.isEmpty else { return }
        replay.heardNothing(until: min(sent - lag, turn ?? sent))
    }

    private mutating func take(_ result: TranscribeResult, _ out: inout [TranscriptEvent]) {
        let place = partials.firstIndex { $0.id == result.id }
        if result.isPartial {
            if let place { partials[place] = result } else { partials.append(result) }
            if isCurrent(result) { out.append(.partial(result.transcript)) }
        } else {
            if let place { partials.remove(at: place) }
            replay.heard(result.transcript)
            deliver(result.transcript, &out)
        }
    }

    /// Whether it began in the turn whose words come out now.
    private func isCurrent(_ result: TranscribeResult) -> Bool {
        guard let end = ends.first, let start = result.transcript.start else { return true }
        return start < end.at
    }

    private mutating func deliver(
        _ transcript: Dialogue.Transcript, _ out: inout [TranscriptEvent]
    ) {
        guard let end = ends.first else {
            out.append(.final(transcript))
            hasWords = true
            return
        }
        let (before, after) = transcript.split(at: border(end, in: transcript))
        if let before {
            out.append(.final(before))
            hasWords = true
        }
        if let after { held.append(after) }
    }

    /// Where the words of the next turn begin. An endpointer loses a voice that fades before a
    /// recogniser does: words that follow without a pause belong to the turn that has ended, unless
    /// the next has begun.
    private func border(_ end: End, in transcript: Dialogue.Transcript) -> Duration {
        if let next = end.next { return max(end.at, next - Self.pause) }
        guard !transcript.items.isEmpty else { return end.at }
        let words = transcript.items.filter { $0.kind == .word }
        let pairs = zip(words, words.dropFirst())
        let next = pairs.first { word, next in
            guard let start = next.start, start >= end.at else { return false }
            return start - (word.end ?? start) >= Self.pause
        }
        if let start = words.first?.start, start >= end.at { return end.at }
        return next?.1.start ?? .seconds(1 << 40)
    }

    // MARK: Turns

    private mutating func settle(_ out: inout [TranscriptEvent]) {
        while let end = ends.first {
            if sent >= end.at + Self.endurance { close(all: false, &out) }
            guard isDone(end.at) else { return }
            out.append(.turnDone)
            hasWords = false
            ends.removeFirst()
            let waiting = held
            held = []
            for transcript in waiting { deliver(transcript, &out) }
            if let partial = partials.last, isCurrent(partial) {
                out.append(.partial(partial.transcript))
            }
        }
        // Words of which the endpointer has heard nothing.
        if hasWords, turn == nil, partials.isEmpty, quiet.count == 2 {
            out.append(.turnDone)
            hasWords = false
        }
    }

    private func isDone(_ end: Duration) -> Bool {
        guard !partials.contains(where: isCurrent) else { return false }
        return replay.lastWord >= end - Self.slack
            || quiet.count == 2 && quiet[0] >= end + Self.delay || sent >= end + Self.patience
    }

    /// Takes segments that stay open as they are: those of the first turn, or all.
    private mutating func close(all: Bool, _ out: inout [TranscriptEvent]) {
        let old = partials.filter { all || isCurrent($0) }
        partials = partials.filter { !all && !isCurrent($0) }
        closed = (closed + old.map(\.id)).suffix(8)
        for result in old { deliver(result.transcript, &out) }
    }
}
