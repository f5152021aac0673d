// SPDX-License-Identifier: MIT-0

import Waveform

/// Decides whether the loudspeaker's echo is under control: pure, fed every 10 ms.
///
/// Proven
/// - over 250 ms of loud playback of which the canceller takes 10 dB, or leaves no more than the
///   room's noise; or
/// - over 250 ms more than the longest delay of an echo, 650 ms, in which the microphone holds
///   nothing of the playback above its noise: there is no echo.
///
/// Taken back where for 60 ms what the canceller leaves resembles the playback and is above the
/// noise. The user's own voice resembles it less, and takes nothing back.
struct EchoProof: Sendable, Equatable {
    /// What 10 ms hold. Powers are mean squares, full scale 1.
    struct Measurement: Sendable, Equatable {
        /// Whether playback is loud in it.
        var isLoud: Bool
        /// Of the microphone, of what the canceller leaves, of the room's noise.
        var heard: Float, left: Float, noise: Float
        /// How much of the playback is in the one and the other (`EchoCorrelation`).
        var heardCoefficient: Float, leftCoefficient: Float
    }

    /// Loud frames that prove it: 250 ms.
    static let window = 25
    /// Loud frames that prove that there is none: 650 ms.
    static let absence = window + 40
    /// Frames in a row that disprove it: 60 ms.
    static let failures = 6
    /// Less is nothing in common. Other speech gives up to 0.36, an echo 10 dB below other speech
    /// 0.2 and more: it is missed at worst, until the speech pauses.
    static let nothing: Float = 0.2
    /// More is an echo.
    static let echo: Float = 0.5
    /// 10 dB.
    static let reduction: Float = 10

    package private(set) var state = EchoState.unproven
    private var frames: [Measurement] = []
    private var failed = 0
    /// Loud frames in a row with nothing of the playback in them.
    private var without = 0

    /// Takes the next 10 ms. Only loud ones are judged.
    mutating func handle(_ frame: Measurement) -> EchoState {
        guard frame.isLoud else { return state }
        failed = Self.fails(frame) ? failed + 1 : 0
        if failed >= Self.failures {
            state = .unproven
            frames = []
            return state
        }
        without = Self.holdsNothing(frame) ? without + 1 : 0
        frames.append(frame)
        if frames.count > Self.window { frames.removeFirst() }
        if without >= Self.absence {
            state = .absent
        } else if frames.count == Self.window, failed == 0, isCancelled {
            state = .cancelled
        }
        return state
    }

    private static func holdsNothing(_ frame: Measurement) -> Bool {
        let coefficient = frame.heardCoefficient
        return coefficient < nothing
            || coefficient < echo && coefficient * coefficient * frame.heard <= frame.noise
    }

    private static func fails(_ frame: Measurement) -> Bool {
        let coefficient = frame.leftCoefficient
        return coefficient >= echo && coefficient * coefficient * frame.left > 2 * frame.noise
    }

    private var isCancelled: Bool {
        let heard = frames.reduce(0) { $0 + $1.heard }
        let left = frames.reduce(0) { $0 + $1.left }
        let noise = frames.reduce(0) { $0 + $1.noise }
        let isEcho = frames.allSatisfy { $0.heardCoefficient >= Self.echo }
        return heard >= Self.reduction * left || isEcho && left <= 2 * noise
    }
}
