// SPDX-License-Identifier: MIT-0

import TestSupport

/// A small room: a direct path and 60 reflections, whose power falls by 60 dB in 0.3 s.
struct Room {
    private var paths: [(delay: Int, gain: Float)] = []

    /// - Parameters:
    ///   - delay: of the direct path, in frames of 16 kHz.
    ///   - gain: of the whole echo; 1 for 0 dB.
    init(delay: Int, gain: Float, seed: UInt64 = 1) {
        var random = Seeded(seed)
        paths = [(delay, 1)]
        for _ in 0..<60 {
            let later = Int.random(in: 48..<4_800, using: &random)
            let decay = Float(-3 * Double(later) / 4_800)
            let strength = Float.random(in: -0.15...0.15, using: &random)
            paths.append((delay + later, strength * Self.powerOfTen(decay)))
        }
        let power = paths.reduce(0) { $0 + $1.gain * $1.gain }
        paths = paths.map { ($0.delay, $0.gain * gain / power.squareRoot()) }
    }

    /// What a microphone hears of it.
    func echo(_ playback: [Float]) -> [Float] {
        var heard = [Float](repeating: 0, count: playback.count)
        heard.withUnsafeMutableBufferPointer { heard in
            playback.withUnsafeBufferPointer { playback in
                for (delay, gain) in paths where delay < playback.count {
                    for place in delay..<playback.count {
                        heard[place] += gain * playback[place &- delay]
                    }
                }
            }
        }
        return heard
    }

    private static func powerOfTen(_ exponent: Float) -> Float {
        var (result, factor): (Float, Float) = (1, 0.1)
        var rest = -exponent
        while rest >= 1 { (result, rest) = (result * factor, rest - 1) }
        // Linear between the powers: near enough for a reflection.
        factor = 1 - 0.9 * rest
        return result * factor
    }
}
