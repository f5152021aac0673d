// SPDX-License-Identifier: MIT-0

import Testing

@testable import Cloud

/// On a clock of its own: seconds since the stream was opened.
struct StreamScheduleTests {
    private var schedule = StreamSchedule(.init(patience: .seconds(15)), now: .zero)

    /// To the millisecond.
    private func time(_ seconds: Double) -> Duration {
        .milliseconds(Int((seconds * 1000).rounded()))
    }

    private func due(_ seconds: Double) -> StreamSchedule.Due {
        schedule.due(now: time(seconds))
    }

    private func nothing(until seconds: Double) -> StreamSchedule.Due {
        .nothing(until: time(seconds))
    }

    @Test mutating func `a stream that gets nothing is kept alive every 3,5 s`() {
        #expect(due(0) == nothing(until: 3.5))
        #expect(due(3.4) == nothing(until: 3.5))
        #expect(due(3.5) == .keepAlive)
        schedule.keptAlive(now: time(3.6))
        #expect(due(3.6) == nothing(until: 7.1))
        #expect(due(7.2) == .keepAlive)
    }

    @Test mutating func `text keeps it alive too`() {
        schedule.sentText(isFlushed: true, now: time(2))
        schedule.heard()
        schedule.delivered(now: time(2.5))
        #expect(due(4) == nothing(until: 5.5))
        #expect(due(5.5) == .keepAlive)
    }

    @Test mutating func `text that ends in a clause is flushed where nothing follows`() {
        schedule.sentText(isFlushed: true, now: time(1))
        schedule.heard()
        schedule.delivered(now: time(1.1))
        schedule.sentText(isFlushed: false, now: time(1.2))
        schedule.sentText(isFlushed: false, now: time(1.6))
        #expect(due(1.6) == nothing(until: 1.7))
        #expect(due(1.7) == .flush)
        schedule.sentText(isFlushed: true, now: time(1.7))
        #expect(due(1.8) == nothing(until: 5.2))
    }

    @Test mutating func `text that is followed by a flushed one is not flushed again`() {
        schedule.sentText(isFlushed: false, now: time(1))
        schedule.sentText(isFlushed: true, now: time(1.2))
        #expect(due(2) == nothing(until: 4.7))
    }

    @Test mutating func `it is renewed in time, whatever else is due`() {
        #expect(due(480) == .renewal)
        schedule.keptAlive(now: time(479))
        #expect(due(479.5) == nothing(until: 480))
        schedule.closed(now: time(480))
        #expect(due(480) == nothing(until: 495))
    }

    @Test mutating func `a service that owes audio is given up`() {
        schedule.sentText(isFlushed: true, now: time(1))
        schedule.keptAlive(now: time(15))
        #expect(due(15.9) == nothing(until: 16))
        #expect(due(16) == .overdue)
        schedule.heard()
        schedule.delivered(now: time(16))
        #expect(due(17) == nothing(until: 18.5))
    }

    @Test mutating func `nothing is owed where there may be nothing to say`() {
        schedule.sentText(isFlushed: true, isAudible: false, now: time(1))
        schedule.keptAlive(now: time(20))
        #expect(due(20) == nothing(until: 23.5))
    }

    @Test mutating func `a slow consumer is not the service's fault`() {
        schedule.sentText(isFlushed: true, now: time(1))
        schedule.heard()
        schedule.closed(now: time(2))
        #expect(due(100) == nothing(until: 115))
        schedule.delivered(now: time(100))
        #expect(due(114) == nothing(until: 115))
        #expect(due(115) == .overdue)
    }

    @Test mutating func `a second without audio after a flush is the end of the speech`() {
        schedule.sentText(isFlushed: true, now: time(1))
        #expect(!schedule.isQuiet(now: time(3)))
        schedule.heard()
        #expect(!schedule.isQuiet(now: time(3)))
        schedule.delivered(now: time(3))
        #expect(!schedule.isQuiet(now: time(3.9)))
        #expect(schedule.isQuiet(now: time(4)))
        schedule.sentText(isFlushed: false, now: time(4))
        #expect(!schedule.isQuiet(now: time(9)))
    }
}
