// SPDX-License-Identifier: MIT-0

import Waveform

/// Whether audio can hold speech at all. Whisper hears “you” in silence, and is sure of it.
package enum AudibleSpeech {
    /// What a 10 ms frame of speech has at least: −55 dBFS (RMS), as a sum of squares.
    private static let leastEnergy = PipelineAudio.activityFrame * 58 * 58
    /// How many such frames there are in the shortest word: 60 ms.
    private static let leastFrames = 6

    /// Whether enough of `samples` (16 kHz mono) is loud enough.
    package static func isPossible(in samples: [Int16]) -> Bool {
        let size = PipelineAudio.activityFrame
        var loud = 0
        for start in stride(from: 0, to: samples.count - size + 1, by: size) {
            var energy = 0
            for sample in samples[start..<start + size] { energy += Int(sample) * Int(sample) }
            if energy >= leastEnergy { loud += 1 }
            if loud == leastFrames { return true }
        }
        return false
    }
}
