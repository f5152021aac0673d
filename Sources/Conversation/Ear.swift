// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization
import Waveform

/// The listening side: what the source hears goes, without the loudspeaker's echo, through the
/// endpointer to the transcriber. It never stops: where the user can't be told from the loudspeaker,
/// silence is listened to in the place of what is heard, and while a recording waits as well.
final class Ear: Sendable {
    /// A room goes on sounding when the loudspeaker has stopped: 300 ms.
    private static let echoFrames = 30
    /// Frames for which one loudness is told: 100 ms.
    private static let meterFrames = 1600
    /// The transcriber gets its audio in 100 ms of the stream, which is what services are sent at a
    /// time: a task that is woken for each 20 ms costs more than what it does with them.
    private static let chunkFrames = 1600

    private struct State {
        var endpointer = Endpointer(silence: .zero, pause: .milliseconds(60))
        var onset = SpeechOnset()
        /// Frames heard.
        var position = 0
        /// The last of them, which the transcriber has not been sent.
        var unsent: [Int16] = []
        /// 10 ms frames that are still deaf.
        var deafFrames = 0
        var canBargeIn: Bool?
        /// Ends of turns that the transcriber has not been told.
        var endsToTell = 0
        /// Heard since the loudness was told.
        var unmetered: [Int16] = []

        mutating func takeUnsent() -> TranscriberInput? {
            defer { unsent = [] }
            return unsent.isEmpty ? nil : .audio(unsent)
        }

        /// What the transcriber is sent now. A turn's end lies before `audio`, what was decided of it
        /// behind its beginning.
        mutating func parts(
            _ audio: [Int16], _ decisions: [TranscriberInput]
        ) -> [TranscriberInput] {
            var parts: [TranscriberInput] = []
            if !decisions.isEmpty {
                if let before = takeUnsent() { parts.append(before) }
                parts += decisions
            }
            unsent += audio
            if position % Ear.chunkFrames < audio.count, let chunk = takeUnsent() {
                parts.append(chunk)
            }
            return parts
        }
    }

    /// Closed while a recording has to wait for an answer.
    let gate = Gate()
    let time: StreamTime
    private let source: any AudioSource
    private let hearing: any UserHearing
    private let clock: any TalkClock
    private let wantsBargeIn: Bool
    private let meters: Bool
    private let state = Mutex(State())
    /// The order of audio and decisions is that of this channel.
    private let input: Channel<TranscriberInput>
    private let inbox: Channel<Mail>

    /// `meters`: tells how loud it is.
    init(
        _ source: any AudioSource, _ hearing: any UserHearing, clock: any TalkClock,
        wantsBargeIn: Bool, meters: Bool, input: Channel<TranscriberInput>, inbox: Channel<Mail>
    ) {
        self.source = source
        self.hearing = hearing
        self.clock = clock
        self.wantsBargeIn = wantsBargeIn
        self.meters = meters
        self.input = input
        self.inbox = inbox
        time = StreamTime(clock)
    }

    /// Listens until the source ends.
    func listen() async throws {
        let source = source
        if !source.isLive { try await gate.waitUntilOpen() }
        try await withChannel(of: AudioChunk.self, capacity: 4) { chunks in
            try await source.capture(into: chunks)
        } consume: { chunks in
            var hasStarted = false
            for try await chunk in chunks {
                while !source.isLive, !gate.isOpen { try await waitInSilence() }
                try await take(chunk.samples, capturedAt: chunk.capturedAt)
                if !hasStarted { try await inbox.send(.opened) }
                hasStarted = true
            }
        }
        if let rest = state.withLock({ $0.takeUnsent() }) { try await input.send(rest) }
    }

    /// The turn is over: the transcriber is told with the next audio. (Not at once: who decides must
    /// never wait for a transcriber that waits for him.)
    func endTurn() { state.withLock { $0.endsToTell += 1 } }

    /// 20 ms of silence, for 20 ms: services want their stream to go on.
    private func waitInSilence() async throws {
        let start = clock.now()
        try await take(
            [Int16](repeating: 0, count: PipelineAudio.period), capturedAt: start)
        try await clock.sleep(until: start + PipelineAudio.duration(frames: PipelineAudio.period))
    }

    private func take(_ samples: [Int16], capturedAt moment: Duration) async throws {
        let frames = hearing.hear(samples, capturedAt: moment)
        guard !frames.isEmpty else { return }
        let (audio, decisions, events) = state.withLock { judge(frames, &$0) }
        time.note(position: state.withLock { $0.position }, capturedAt: moment)
        for part in state.withLock({ $0.parts(audio, decisions) }) { try await input.send(part) }
        for event in events { try await inbox.send(.event(event)) }
        if meters, let loudness = meter(audio) { try await inbox.send(.loudness(loudness)) }
    }

    private func meter(_ audio: [Int16]) -> Loudness? {
        state.withLock { state in
            state.unmetered += audio
            guard state.unmetered.count >= Self.meterFrames else { return nil }
            defer { state.unmetered = [] }
            return Loudness(of: state.unmetered)
        }
    }

    private func judge(
        _ frames: [EchoFrame], _ state: inout State
    ) -> (audio: [Int16], decisions: [TranscriberInput], events: [TurnEvent]) {
        var audio: [Int16] = []
        var decisions: [TranscriberInput] = []
        var events: [TurnEvent] = []
        for _ in 0..<state.endsToTell {
            decide(state.endpointer.endTurn(), state, &decisions, &events)
        }
        state.endsToTell = 0
        for frame in frames {
            let can = wantsBargeIn && frame.state.isUnderControl
            if can != state.canBargeIn {
                state.canBargeIn = can
                events.append(.canBargeIn(can))
            }
            state.deafFrames = frame.isPlaying && !can ? Self.echoFrames : state.deafFrames - 1
            let isDeaf = state.deafFrames > 0
            state.position += frame.samples.count
            audio += isDeaf ? frame.samples.map { _ in 0 } : frame.samples
            let isSpeech = frame.isSpeech && !isDeaf
            switch state.onset.handle(isStir: frame.isStir && !isDeaf) {
            case .suspected: events.append(.speechSuspected)
            case .ended: events.append(.suspicionEnded)
            case nil: break
            }
            for event in state.endpointer.handle(isSpeech: isSpeech) {
                decide(event, state, &decisions, &events)
            }
        }
        return (audio, decisions, events)
    }

    private func decide(
        _ event: EndpointerEvent, _ state: State, _ decisions: inout [TranscriberInput],
        _ events: inout [TurnEvent]
    ) {
        // A voice is sure when it has lasted so long.
        let onset = state.position - Endpointer.voiced * Endpointer.step
        switch event {
        case .speechStarted(let at):
            decisions.append(.speechStarted(at: at))
            events.append(.speechStarted(at: PipelineAudio.duration(frames: onset)))
        case .speechPaused(let at):
            decisions.append(.speechPaused(at: at))
            events.append(.speechPaused(at: PipelineAudio.duration(frames: at)))
        case .speechResumed:
            decisions.append(.speechResumed)
            events.append(.speechStarted(at: PipelineAudio.duration(frames: onset)))
        case .turnEnded(let at): decisions.append(.turnEnded(at: at))
        }
    }
}
