// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@testable import Cloud

struct TimestampTests {
    @Test(arguments: [
        (0, "19700101T000000Z"), (-1, "19691231T235959Z"), (951_782_399_999, "20000228T235959Z"),
        (951_782_400_000, "20000229T000000Z"), (951_868_800_000, "20000301T000000Z"),
        (1_595_543_995_029, "20200723T223955Z"), (4_107_542_399_000, "21000228T235959Z"),
        (4_107_542_400_000, "21000301T000000Z"), (253_402_300_799_999, "99991231T235959Z"),
        (1_767_225_599_999, "20251231T235959Z"), (-62_167_219_200_000, "00000101T000000Z"),
    ])
    func `a moment is written in UTC`(_ milliseconds: Int64, text: String) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(time.basicText == text)
        #expect(time.day == String(text.prefix(8)))
    }

    @Test func `every day from 1900 to 2200 is the calendar's`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in -25_567..<84_006 {
            let date = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(day) * 86_400 + 43_200))
            let (year, month) = (try #require(date.year), try #require(date.month))
            let time = Timestamp(year: year, month: month, day: try #require(date.day))
            try #require(time.milliseconds == Int64(day) * 86_400_000)
            try #require(Int(time.day) == (year * 100 + month) * 100 + (date.day ?? 0))
        }
    }

    @Test func `random moments are what Foundation writes`() {
        let format = Date.ISO8601FormatStyle(
            dateSeparator: .omitted, timeSeparator: .omitted, timeZoneSeparator: .omitted)
        var random = Seeded(3)
        for _ in 0..<2000 {
            let milliseconds = Int64.random(
                in: -2_000_000_000_000...8_000_000_000_000, using: &random)
            // What is cut off is cut off towards the past.
            let second = Double(milliseconds >= 0 ? milliseconds : milliseconds - 999) / 1000
            let date = Date(timeIntervalSince1970: second.rounded(.towardZero))
            #expect(Timestamp(milliseconds: milliseconds).basicText == date.formatted(format))
        }
    }

    @Test func `the end of what can be counted is no trap`() {
        for milliseconds in [Int64.min, .max] {
            #expect(!Timestamp(milliseconds: milliseconds).basicText.isEmpty)
        }
        let last = Timestamp(milliseconds: .max)
        #expect(last.advanced(by: .seconds(1)) == last)
        #expect(last.advanced(by: .seconds(Int64.max)) == last)
        let first = Timestamp(milliseconds: .min)
        #expect(first.advanced(by: .seconds(Int64.min)) == first)
        #expect(last.since(first) > .zero)
    }

    @Test func `durations move it`() {
        let time = Timestamp(milliseconds: 1000)
        #expect(time.advanced(by: .milliseconds(-1500)).milliseconds == -500)
        #expect(time.advanced(by: .microseconds(1999)).milliseconds == 1001)
        #expect(time.since(Timestamp(milliseconds: 3500)) == .milliseconds(-2500))
        #expect(
            abs(Timestamp.now().milliseconds - Int64(Date().timeIntervalSince1970 * 1000)) < 5000)
    }
}
