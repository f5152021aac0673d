// SPDX-License-Identifier: MIT-0

import Testing

@testable import Hearing

struct PlaybackTimelineTests {
    private var timeline = PlaybackTimeline()

    private func ones(_ count: Int, _ value: Int16 = 1) -> [Int16] {
        [Int16](repeating: value, count: count)
    }

    @Test mutating func `silence is everywhere else`() {
        timeline.add(ones(2), at: 10)
        #expect(timeline.samples(at: 8, count: 6) == [0, 0, 1, 1, 0, 0])
        #expect(timeline.samples(at: -5, count: 2) == [0, 0])
    }

    @Test(arguments: [-5_000, -1, 0, 1, 320])
    mutating func `chunks are joined whatever the clock says`(jitter: Int) {
        timeline.add(ones(100), at: 1_000)
        timeline.add(ones(100, 2), at: 1_100 + jitter)
        #expect(timeline.samples(at: 1_099, count: 2) == [1, 2])
        #expect(timeline.end == 1_200)
    }

    @Test mutating func `a real pause stays one`() {
        timeline.add(ones(100), at: 1_000)
        timeline.add(ones(100, 2), at: 1_421)
        #expect(timeline.samples(at: 1_100, count: 321) == ones(321, 0))
        #expect(timeline.samples(at: 1_421, count: 1) == [2])
    }

    @Test mutating func `a cut forgets what has not sounded`() {
        timeline.add(ones(100), at: 0)
        timeline.cut(at: 40)
        #expect(timeline.samples(at: 39, count: 2) == [1, 0])
        timeline.cut(at: -7)
        timeline.cut(at: 1_000)
        #expect(timeline.samples(at: 0, count: 40) == ones(40, 0))
    }

    @Test mutating func `what is behind is forgotten, the rest stays in place`() {
        timeline.add(ones(40_000), at: 0)
        timeline.add(ones(100, 2), at: 40_000)
        timeline.forget(before: 39_000)
        #expect(timeline.samples(at: 39_999, count: 2) == [1, 2])
        timeline.forget(before: 100_000)
        timeline.add(ones(1, 3), at: 100_001)
        #expect(timeline.samples(at: 100_000, count: 2) == [0, 3])
    }

    @Test mutating func `it holds 30 s at most`() {
        timeline.add(ones(1), at: 0)
        timeline.add(ones(1_000_000), at: 400_000)
        timeline.add(ones(1), at: 9_000_000)
        #expect(timeline.end == PlaybackTimeline.capacity)
    }
}
