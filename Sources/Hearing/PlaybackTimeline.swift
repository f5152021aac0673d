// SPDX-License-Identifier: MIT-0

import Waveform

/// What was played, laid out along the microphone's frames: position 0 is the first frame heard.
///
/// Chunks that follow each other are joined without a gap, whatever their claimed places: sound
/// can't overlap, and places that come from clocks jitter. Only a claim that is later than the end
/// by more than `tolerance` leaves silence in between: then the device was really silent.
struct PlaybackTimeline: Sendable, Equatable {
    /// 20 ms.
    static let tolerance = 2 * PipelineAudio.activityFrame
    /// What is kept at most: 30 s. More is not taken.
    static let capacity = 30 * PipelineAudio.sampleRate

    private var samples: [Int16] = []
    /// The place of the first sample that is kept.
    private var start = 0

    /// One behind the last sample.
    var end: Int { start + samples.count }

    /// Lays down samples that sound at `position`.
    mutating func add(_ added: [Int16], at position: Int) {
        if samples.isEmpty {
            start = max(position, start)
        } else if position > end + Self.tolerance {
            let gap = min(position - end, Self.capacity - samples.count)
            samples += repeatElement(0, count: gap)
        }
        samples += added.prefix(Self.capacity - samples.count)
    }

    /// Takes back what would have sounded from `position` on.
    mutating func cut(at position: Int) {
        samples.removeLast(min(max(end - position, 0), samples.count))
    }

    /// `count` samples from `position` on; silence where nothing sounds.
    func samples(at position: Int, count: Int) -> [Int16] {
        (position..<position + count).map { place in
            samples.indices.contains(place - start) ? samples[place - start] : 0
        }
    }

    /// Drops what lies before `position`.
    mutating func forget(before position: Int) {
        let old = min(max(position - start, 0), samples.count)
        // Not at each frame: dropping moves all that is kept.
        guard old >= PipelineAudio.sampleRate || old == samples.count else { return }
        samples.removeFirst(old)
        start = samples.isEmpty ? max(start, position) : start + old
    }
}
