// SPDX-License-Identifier: MIT-0

import Waveform

/// Takes the silence off a stretch of speech: the first audible sample comes early, and the pause
/// behind it is as long as is natural.
///
/// What a voice puts in front (a Piper voice up to 0.2 s) only delays the answer.
package struct SpeechTrimmer: Sendable {
    /// What is audible: −46 dBFS.
    package static let audible: Int16 = 164
    /// Silence that is left in front: 20 ms.
    package static let lead = PipelineAudio.sampleRate / 50
    /// The pause after a sentence: 250 ms.
    package static let sentencePause = PipelineAudio.sampleRate / 4
    /// The pause after a clause: 120 ms.
    package static let clausePause = PipelineAudio.sampleRate * 12 / 100

    private let pause: Int
    /// Silence that has come and may be followed by speech.
    private var held: [Int16] = []
    private var hasSpoken = false

    /// Begins a stretch; `pause` frames of silence end it.
    package init(pause: Int) { self.pause = pause }

    /// What can be played of it so far, given the next frames.
    package mutating func take(_ samples: [Int16]) -> [Int16] {
        held += samples
        let isAudible = { (sample: Int16) in sample.magnitude > SpeechTrimmer.audible.magnitude }
        guard let first = held.firstIndex(where: isAudible),
            let last = held.lastIndex(where: isAudible)
        else {
            // Not more than can still matter.
            if !hasSpoken { held = held.suffix(SpeechTrimmer.lead) }
            return []
        }
        let start = hasSpoken ? 0 : max(0, first - SpeechTrimmer.lead)
        hasSpoken = true
        defer { held.removeFirst(last + 1) }
        return Array(held[start...last])
    }

    /// The pause at the end; nothing if nothing was audible.
    package mutating func finish() -> [Int16] {
        defer { held = [] }
        guard hasSpoken else { return [] }
        let rest = held.prefix(pause)
        return rest + [Int16](repeating: 0, count: pause - rest.count)
    }
}
