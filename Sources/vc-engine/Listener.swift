// SPDX-License-Identifier: MIT-0

import Waveform

/// Decides which frames belong to a turn, when they are decoded, and when a suspicion is stale.
///
/// Pure: it is given audio, control messages and the decoder's answers, and says what to do. One
/// decoding runs at a time; the others wait in order, so that finals come in the order of speech.
///
/// `paused` is a suspicion that the turn is over: it is decoded at once and used if `ended` follows;
/// `resumed`, or a later `paused`, drops it. A turn longer than `longest` is cut where it is
/// quietest and answered with several finals. Memory is bounded: outside turns the last
/// `leadIn` frames are kept, and `wantsAudio` asks the reader to wait while much is undecoded.
package struct Listener: Sendable {
    package enum Event: Sendable {
        case audio([Int16])
        case control(ControlMessage)
        case endOfAudio
        /// The answer to `decode`; nil where nothing was said, or the decoding was aborted.
        case decoded(Int, Transcript?)
    }

    package enum Action: Equatable, Sendable {
        /// Decode these samples and answer with the number.
        case decode(Int, [Int16])
        /// The running decoding is not needed any more (it still answers).
        case abort
        case partial(String)
        case final(Utterance)
        /// The turn has been answered.
        case done
        /// All is answered, and no more audio comes.
        case finish
    }

    /// The longest piece of audio that is decoded at once: 27 s. Whisper's window holds 30 s.
    package static let longest = 27 * PipelineAudio.sampleRate
    /// What is kept while nobody speaks: 4 s, as control may lag behind the audio.
    package static let leadIn = 4 * PipelineAudio.sampleRate
    /// Undecoded audio beyond which no more is read: 60 s.
    package static let most = 60 * PipelineAudio.sampleRate

    private struct Job: Sendable {
        let id: Int
        let frames: Range<Int>
        var isSuspicion: Bool
        var endsTurn: Bool
    }

    private struct Suspicion: Sendable {
        let id: Int
        let frames: Range<Int>
        var isDecoded = false
        var transcript: Transcript?
    }

    private struct Turn: Sendable {
        /// The first frame that no final covers yet.
        var start: Int
        var isPaused = false
        var suspicion: Suspicion?
    }

    private var window = AudioWindow()
    private var turn: Turn?
    private var pending: [ControlMessage] = []
    private var waiting: [Job] = []
    private var running: Job?
    private var runningIsStale = false
    private var isEnded = false
    private var lastID = 0
    private var actions: [Action] = []

    package init() {}

    /// Whether the reader should go on reading audio.
    package var wantsAudio: Bool {
        window.end - window.start < Listener.most || (running == nil && waiting.isEmpty)
    }

    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .audio(let samples):
            window.append(samples)
            applyPending()
            cutLongTurn()
        case .control(.cancelAudio(let frame)): cancel(before: frame)
        case .control(let message):
            pending.append(message)
            applyPending()
        case .endOfAudio:
            isEnded = true
            applyPending()
            if turn != nil { end(at: window.end) }
        case .decoded(let id, let transcript): take(transcript, of: id)
        }
        startNext()
        if isEnded, running == nil, waiting.isEmpty { actions.append(.finish) }
        releaseAudio()
        defer { actions = [] }
        return actions
    }

    // MARK: Control

    /// Acts on messages, in order, whose frames have come.
    private mutating func applyPending() {
        while let message = pending.first, message.frame <= window.end || isEnded {
            pending.removeFirst()
            switch message {
            case .started(let frame):
                if turn == nil { turn = Turn(start: max(frame, window.start)) }
            case .paused(let frame): pause(at: min(frame, window.end))
            case .resumed:
                dropSuspicion()
                turn?.isPaused = false
            case .ended(let frame): end(at: min(frame, window.end))
            case .cancelAudio, .cancelLines: break
            }
        }
    }

    private mutating func pause(at frame: Int) {
        guard let open = turn else { return }
        dropSuspicion()
        turn?.isPaused = true
        guard frame > open.start else { return }
        let id = enqueue(open.start..<frame, isSuspicion: true)
        turn?.suspicion = Suspicion(id: id, frames: open.start..<frame)
    }

    private mutating func end(at frame: Int) {
        guard let open = turn else {
            enqueue(frame..<frame, endsTurn: true)
            return
        }
        if open.suspicion != nil {
            settleSuspicion(endsTurn: true)
        } else {
            let last = open.isPaused ? open.start : max(frame, open.start)
            enqueue(open.start..<last, endsTurn: true)
        }
        turn = nil
    }

    /// Forgets all audio before `frame`. A turn that had ended is still answered with its `done`.
    private mutating func cancel(before frame: Int) {
        for case .ended in pending { actions.append(.done) }
        for job in waiting where job.endsTurn { actions.append(.done) }
        if let running, !runningIsStale {
            if running.endsTurn { actions.append(.done) }
            runningIsStale = true
            actions.append(.abort)
        }
        pending = []
        waiting = []
        turn = nil
        window.forget(before: frame)
    }

    // MARK: Suspicions

    private mutating func dropSuspicion() {
        guard let id = turn?.suspicion?.id else { return }
        turn?.suspicion = nil
        waiting.removeAll { $0.id == id }
        if running?.id == id {
            runningIsStale = true
            actions.append(.abort)
        }
    }

    /// The suspicion was right: what it has heard, or will hear, is final.
    private mutating func settleSuspicion(endsTurn: Bool) {
        guard let suspicion = turn?.suspicion else { return }
        turn?.suspicion = nil
        if suspicion.isDecoded {
            if let transcript = suspicion.transcript {
                actions.append(.final(Utterance(transcript, frames: suspicion.frames)))
            }
            if endsTurn { actions.append(.done) }
        } else if let index = waiting.firstIndex(where: { $0.id == suspicion.id }) {
            waiting[index].isSuspicion = false
            waiting[index].endsTurn = endsTurn
        } else {
            running?.isSuspicion = false
            running?.endsTurn = endsTurn
        }
    }

    // MARK: Long turns

    private mutating func cutLongTurn() {
        if let open = turn, open.isPaused {
            keepNoSilence(of: open)
            return
        }
        while let open = turn, window.end - open.start > Listener.longest {
            let end = open.start + Listener.longest
            let cut = window.quietest(in: end - Listener.longest / 3..<end)
            enqueue(open.start..<cut)
            turn?.start = cut
        }
    }

    /// Nobody speaks for long: what was said is final, and the silence behind it is not kept.
    private mutating func keepNoSilence(of open: Turn) {
        var spoken = open.start
        if let suspicion = open.suspicion {
            guard window.end - open.start > Listener.longest else { return }
            settleSuspicion(endsTurn: false)
            spoken = suspicion.frames.upperBound
        }
        turn?.start = max(spoken, window.end - Listener.leadIn)
    }

    // MARK: Decoding

    @discardableResult
    private mutating func enqueue(
        _ frames: Range<Int>, isSuspicion: Bool = false, endsTurn: Bool = false
    ) -> Int {
        lastID += 1
        waiting.append(
            Job(id: lastID, frames: frames, isSuspicion: isSuspicion, endsTurn: endsTurn))
        return lastID
    }

    private mutating func startNext() {
        while running == nil, !waiting.isEmpty {
            let job = waiting.removeFirst()
            guard !job.frames.isEmpty else {
                if job.endsTurn { actions.append(.done) }
                continue
            }
            running = job
            runningIsStale = false
            actions.append(.decode(job.id, window.frames(in: job.frames)))
        }
    }

    private mutating func take(_ transcript: Transcript?, of id: Int) {
        guard let job = running, job.id == id else { return }
        running = nil
        guard !runningIsStale else { return }
        if job.isSuspicion {
            turn?.suspicion?.isDecoded = true
            turn?.suspicion?.transcript = transcript
            if let transcript { actions.append(.partial(transcript.text)) }
            return
        }
        if let transcript { actions.append(.final(Utterance(transcript, frames: job.frames))) }
        if job.endsTurn { actions.append(.done) }
    }

    private mutating func releaseAudio() {
        let needed = [turn?.start, waiting.first?.frames.lowerBound].compactMap(\.self).min()
        window.release(before: min(needed ?? .max, window.end - Listener.leadIn))
    }
}
