// SPDX-License-Identifier: MIT-0

import Waveform

/// What an `EchoControl` does, one call at a time: aligns, cancels, judges.
struct EchoListener: Sendable {
    private static let frame = PipelineAudio.activityFrame
    /// Where the canceller wants the echo: 12 ms behind the playback it is given.
    private static let lead = 192
    /// The lag is corrected when it is off by more: 4 ms, well within the canceller's reach.
    private static let slack = 64
    /// … and has been for as many frames.
    private static let patience = 5
    /// -45 dBFS: loud playback. -55: it sounds.
    private static let loud: Float = 3.2e-5, sounding: Float = 3.2e-6
    /// Reverberation falls by 1 dB in 10 ms: 60 dB in 0.6 s.
    private static let decay: Float = 0.8
    /// What is left and resembles the playback as much is no user: their own speech does in less
    /// than 5 % of the frames, an echo whose delay has just changed within 100 ms.
    private static let doubt: Float = 0.3
    /// A voice that was found is looked for no more for 200 ms.
    private static let voiceLasts = 20
    /// What resembles the playback for 30 ms, and no voice was found lately, is nothing else.
    private static let sureEcho = 3

    private var clock = CaptureClock()
    private var timeline = PlaybackTimeline()
    private var cutter = FrameCutter()
    private let canceller = EchoCanceller(), detector = SpeechDetector()
    private var heard = EchoCorrelation(), left = EchoCorrelation()
    private var proof = EchoProof(), floor = NoiseFloor(), residual = ResidualGuard()
    /// Frames taken, frames processed.
    private var received = 0, position = 0
    private var reverberation: Float = 0
    private var sinceVoice = 1_000
    /// Frames in a row of known echo.
    private var echoRun = 0
    private(set) var lag: Int?
    private var newLag = (lag: 0, frames: 0)

    var state: EchoState { proof.state }

    mutating func play(_ samples: [Int16], at moment: Duration) {
        guard let place = clock.position(at: moment) else { return }
        timeline.add(samples, at: place)
    }

    mutating func cut(at moment: Duration) {
        if let place = clock.position(at: moment) { timeline.cut(at: place) }
    }

    mutating func hear(_ samples: [Int16], at moment: Duration) -> [EchoFrame] {
        received += samples.count
        clock.note(position: received, capturedAt: moment)
        var frames: [[Int16]] = []
        cutter.cut(samples) { frames.append(Array($0)) }
        return frames.map { process($0) }
    }

    private mutating func process(_ microphone: [Int16]) -> EchoFrame {
        defer {
            position += Self.frame
            timeline.forget(before: position - EchoCorrelation.lags * 4)
        }
        let shift = max((lag ?? 0) - Self.lead, 0)
        let aligned = timeline.samples(at: position - shift, count: Self.frame)
        // Where there is no echo a canceller costs a third of all that is done here, and hears 7 ms
        // later.
        let isNeeded = proof.state != .absent
        let output = isNeeded ? canceller.process(microphone, playback: aligned) : microphone
        let playback = power(aligned)
        let isLoud = playback > Self.loud
        reverberation = max(playback, reverberation * Self.decay)

        let played = timeline.samples(at: position, count: Self.frame)
        heard.handle(source: played, microphone)
        if isNeeded { left.handle(source: played, output) } else { left = heard }
        follow(heard.peak)

        let powers = (heard: power(microphone), left: power(output))
        floor.handle(powers.heard)
        let state = proof.handle(
            .init(
                isLoud: isLoud, heard: powers.heard, left: powers.left, noise: floor.power,
                heardCoefficient: heard.peak.coefficient, leftCoefficient: left.peak.coefficient))
        return judged(output, powers.left, isEcho: left.peak.coefficient >= Self.doubt, state)
    }

    /// Whose voice is in what is left.
    private mutating func judged(
        _ output: [Int16], _ power: Float, isEcho: Bool, _ state: EchoState
    ) -> EchoFrame {
        let isVoice = detector.isSpeech(output)
        let isPlaying = reverberation > Self.sounding
        // Where the delay has just grown an echo may come after all that is known to be played.
        var (isStir, isSpeech) = (isVoice && !isEcho, isVoice && !isEcho)
        if isPlaying {
            let isMore = residual.isStir(
                left: power, playback: reverberation, noise: floor.power, isEcho: isEcho)
            isStir = isMore && state.isUnderControl
            sinceVoice = isStir && isVoice ? 0 : sinceVoice + 1
            isSpeech = isStir && sinceVoice <= Self.voiceLasts
        } else {
            residual.pass()
            sinceVoice = isVoice ? 0 : sinceVoice + 1
        }
        // A recogniser finds words in an echo, too. It is not sure in a single frame.
        echoRun = isEcho && isPlaying && state == .cancelled ? echoRun + 1 : 0
        let isOnlyEcho = echoRun >= Self.sureEcho && sinceVoice > Self.voiceLasts
        return EchoFrame(
            samples: isOnlyEcho ? output.map { _ in 0 } : output, isStir: isStir,
            isSpeech: isSpeech, isPlaying: isPlaying, state: state)
    }

    /// Realigns the playback where the echo has been found elsewhere for some frames.
    private mutating func follow(_ peak: EchoCorrelation.Peak) {
        let isElsewhere = lag.map { abs($0 - peak.lag) > Self.slack } ?? true
        guard peak.coefficient >= EchoProof.echo, isElsewhere else {
            newLag.frames = 0
            return
        }
        let isSame = abs(newLag.lag - peak.lag) <= Self.slack
        newLag = (peak.lag, isSame ? newLag.frames + 1 : 1)
        if newLag.frames >= Self.patience { lag = peak.lag }
    }

    private func power(_ samples: [Int16]) -> Float {
        let sum = samples.reduce(Float(0)) { $0 + Float($1) * Float($1) }
        return sum / Float(max(samples.count, 1)) / (32_768 * 32_768)
    }
}
