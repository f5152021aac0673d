// SPDX-License-Identifier: MIT-0

import Waveform

/// How much of one signal is another one, played up to 400 ms before: the largest coefficient of
/// their normalised cross-correlation, and its lag.
///
/// Both are brought to 4 kHz and whitened by a first difference, since the correlation of speech as
/// it is has no sharp peak. What was heard fades with a time constant of 250 ms. Measured on 250 ms of
/// speech in simulated rooms: an echo alone gives 0.75 or more (p5), other speech less than 0.36
/// (p99), noise less than 0.15, and the lag is right in 99 %. Rejected: the correlation of envelopes
/// (0.53 against 0.53), 2 kHz (0.43 for other speech), 8 kHz (no better, four times the work).
struct EchoCorrelation: Sendable {
    /// Lags that are looked at, in samples of 4 kHz: 400 ms.
    static let lags = 1_600
    private static let step = 4, block = PipelineAudio.activityFrame / step
    /// exp(-10 ms / 250 ms)
    private static let memory: Float = 0.9608
    /// The energy of next to nothing.
    private static let silence: Float = 1e-7

    /// The newest sample first; as many as the oldest lag of a whole block needs.
    private var source = [Float](repeating: 0, count: lags + block)
    private var products = [Float](repeating: 0, count: lags)
    /// Energies of the source as they stood now, 10 ms ago, 20 ms ago…
    private var sourceEnergies = [Float](repeating: 0, count: lags / block + 1)
    private var energy: Float = 0
    /// Whether all products are zero.
    private var isEmpty = true
    private var sourceFilter = Whitener(), filter = Whitener()

    /// Where the two resemble each other most.
    struct Peak: Sendable, Equatable {
        /// 0 (nothing in common) to 1 (the same).
        var coefficient: Float = 0
        /// Frames of 16 kHz by which the source is earlier.
        var lag = 0
    }
    private(set) var peak = Peak()

    /// Takes the next 10 ms of both.
    mutating func handle(source played: [Int16], _ heard: [Int16]) {
        let latest = sourceFilter.whitened(played)
        source.removeLast(Self.block)
        source.insert(contentsOf: latest.reversed(), at: 0)
        let now = sourceEnergies[0] * Self.memory + latest.reduce(0) { $0 + $1 * $1 }
        sourceEnergies.removeLast()
        sourceEnergies.insert(now, at: 0)

        let samples = filter.whitened(heard)
        energy = energy * Self.memory + samples.reduce(0) { $0 + $1 * $1 }
        // Nothing was played for a while: nothing can be an echo.
        guard sourceEnergies.contains(where: { $0 > Self.silence }) else { return forget() }
        accumulate(samples)
        findPeak()
    }

    private mutating func forget() {
        if peak != Peak() { peak = Peak() }
        if !isEmpty { products = [Float](repeating: 0, count: Self.lags) }
        isEmpty = true
    }

    /// products[lag] = memory · products[lag] + Σ samples[n] · source[n - lag]
    ///
    /// Four samples in one pass: the compiler makes vector instructions of it.
    private mutating func accumulate(_ samples: [Float]) {
        isEmpty = false
        products.withUnsafeMutableBufferPointer { products in
            for lag in 0..<Self.lags { products[lag] *= Self.memory }
            source.withUnsafeBufferPointer { source in
                for first in stride(from: 0, to: Self.block, by: 4) {
                    let (a, b, c, d) = (
                        samples[first], samples[first + 1], samples[first + 2], samples[first + 3]
                    )
                    let newest = Self.block - 4 - first
                    for lag in 0..<Self.lags {
                        let place = newest &+ lag
                        products[lag] +=
                            d * source[place] + c * source[place &+ 1]
                            + b * source[place &+ 2] + a * source[place &+ 3]
                    }
                }
            }
        }
    }

    private mutating func findPeak() {
        // Where next to nothing was played a coefficient says nothing.
        let least = max((sourceEnergies.max() ?? 0) / 100, Self.silence)
        var best = Peak()
        var bestSquare: Float = 0
        guard energy > 1e-9 else { return peak = best }
        for block in 0..<sourceEnergies.count - 1 {
            let normal = sourceEnergies[block] * energy
            guard sourceEnergies[block] >= least else { continue }
            for lag in block * Self.block..<(block + 1) * Self.block {
                let square = products[lag] * products[lag] / normal
                if square > bestSquare { (bestSquare, best.lag) = (square, lag * Self.step) }
            }
        }
        best.coefficient = min(bestSquare.squareRoot(), 1)
        peak = best
    }
}

/// 16 kHz to 4 kHz by means of four, then the difference to 0.95 of the sample before.
private struct Whitener: Sendable {
    private var last: Float = 0

    mutating func whitened(_ samples: [Int16]) -> [Float] {
        stride(from: 0, to: samples.count - 3, by: 4).map { first in
            let sum = samples[first..<first + 4].reduce(0) { $0 + Int($1) }
            let mean = Float(sum) / (4 * 32_768)
            defer { last = mean }
            return mean - 0.95 * last
        }
    }
}
