// SPDX-License-Identifier: MIT-0

import Waveform

/// The part of the audio stream that is still needed, by frame numbers of the whole stream.
package struct AudioWindow: Sendable {
    /// What a cut looks for: this much quiet, 100 ms.
    package static let cutSpan = PipelineAudio.sampleRate / 10

    private var samples: [Int16] = []
    /// The first frame that is kept.
    package private(set) var start = 0
    /// Frames before this one are dropped as they come.
    private var unwanted = 0

    package init() {}

    /// How many frames have come: the number of the next one.
    package var end: Int { start + samples.count }

    package mutating func append(_ chunk: [Int16]) {
        samples += chunk
        if start < unwanted { drop(before: unwanted) }
    }

    /// Forgets frames before `frame`, also those that are yet to come.
    package mutating func forget(before frame: Int) {
        unwanted = max(unwanted, frame)
        drop(before: frame)
    }

    /// Gives back the memory of frames before `frame`, once there are enough of them to be worth
    /// the move.
    package mutating func release(before frame: Int) {
        if frame - start >= PipelineAudio.sampleRate { drop(before: frame) }
    }

    /// The frames of `range` that are kept.
    package func frames(in range: Range<Int>) -> [Int16] {
        let kept = range.clamped(to: start..<end)
        return Array(samples[kept.lowerBound - start..<kept.upperBound - start])
    }

    /// The middle of the quietest 100 ms of `range`: where a cut does least harm. The window slides
    /// by 10 ms; the earliest of equals wins.
    package func quietest(in range: Range<Int>) -> Int {
        let step = PipelineAudio.activityFrame
        let kept = frames(in: range)
        let energies = stride(from: 0, to: kept.count - step + 1, by: step).map { frame in
            kept[frame..<frame + step].reduce(into: 0) { $0 += Int($1) * Int($1) }
        }
        let width = AudioWindow.cutSpan / step
        guard energies.count >= width else { return range.upperBound }
        var sum = energies[..<width].reduce(0, +)
        var best = (sum: sum, index: 0)
        for index in width..<max(width, energies.count) {
            sum += energies[index] - energies[index - width]
            if sum < best.sum { best = (sum, index - width + 1) }
        }
        return max(range.lowerBound, start) + best.index * step + AudioWindow.cutSpan / 2
    }

    private mutating func drop(before frame: Int) {
        let count = min(max(0, frame - start), samples.count)
        samples.removeFirst(count)
        start += count
    }
}
