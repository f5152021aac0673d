// SPDX-License-Identifier: MIT-0

import Glibc

/// How loud some audio is, in dB below full scale (dBFS): 0 is a square wave at full scale, silence
/// (and no audio at all) is minus infinity. A sine at full scale has an RMS of -3 dBFS.
package struct Loudness: Sendable, Equatable {
    /// Root of the mean square.
    package var rms: Double
    /// The largest sample.
    package var peak: Double

    package init(of samples: some Collection<Int16>) {
        var sum = 0.0
        var largest = 0.0
        for sample in samples {
            let value = Double(sample) / 32768
            sum += value * value
            largest = max(largest, abs(value))
        }
        rms = samples.isEmpty ? -.infinity : 10 * log10(sum / Double(samples.count))
        peak = 20 * log10(largest)
    }
}
