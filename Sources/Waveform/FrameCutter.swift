// SPDX-License-Identifier: MIT-0

/// Cuts a stream that arrives in chunks of any size into frames of one size.
package struct FrameCutter: Sendable, Equatable {
    /// Samples in a frame.
    package let size: Int
    /// What has not filled a frame yet: fewer than `size` samples.
    package private(set) var rest: [Int16] = []

    package init(size: Int = PipelineAudio.activityFrame) {
        precondition(size > 0)
        self.size = size
    }

    /// Takes the next samples and hands over each frame that is complete, in order.
    package mutating func cut(_ samples: [Int16], _ frame: (ArraySlice<Int16>) throws -> Void)
        rethrows
    {
        var samples = samples[...]
        if !rest.isEmpty {
            let missing = samples.prefix(size - rest.count)
            samples = samples.dropFirst(missing.count)
            rest += missing
            guard rest.count == size else { return }
            let complete = rest
            rest = []
            try frame(complete[...])
        }
        while samples.count >= size {
            try frame(samples.prefix(size))
            samples = samples.dropFirst(size)
        }
        rest += samples
    }
}
