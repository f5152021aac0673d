// SPDX-License-Identifier: MIT-0

import Glibc

/// A moment of the wall clock (UTC), in milliseconds, as event streams and signatures count it.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// A date of the Gregorian calendar, carried on without end in both directions.
    ///
    /// `month` is 1 to 12; the other fields may lie outside of their range and then count on.
    package init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        millisecond: Int = 0
    ) {
        let days = Self.days(year: year, month: month, day: day)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        milliseconds = Int64(seconds * 1000 + millisecond)
    }

    /// The machine's clock (`CLOCK_REALTIME`).
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Later by `duration` (cut to milliseconds), or at the end of what can be counted.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        let step = overflows ? (seconds < 0 ? .min : .max) : whole
        return advanced(byMilliseconds: step)
            .advanced(byMilliseconds: attoseconds / 1_000_000_000_000_000)
    }

    private func advanced(byMilliseconds step: Int64) -> Timestamp {
        let (sum, overflows) = milliseconds.addingReportingOverflow(step)
        return Timestamp(milliseconds: overflows ? (step < 0 ? .min : .max) : sum)
    }

    /// How long after `earlier` this is; negative if it is before.
    package func since(_ earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds) - .milliseconds(earlier.milliseconds)
    }
}

/// The texts of a signature.
extension Timestamp {
    /// `20260102`
    package var day: String {
        let (days, _) = daysAndSeconds
        let date = Self.date(days: days)
        return padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2)
    }

    /// `20260102T030405Z`: milliseconds are cut off.
    package var basicText: String {
        let (_, second) = daysAndSeconds
        return day + "T" + padded(second / 3600, 2) + padded(second / 60 % 60, 2)
            + padded(second % 60, 2) + "Z"
    }

    /// Days since 1970-01-01 and seconds since midnight; before 1970 too, midnight comes first.
    private var daysAndSeconds: (days: Int, second: Int) {
        let day: Int64 = 86_400_000
        let days = milliseconds / day - (milliseconds % day < 0 ? 1 : 0)
        let rest = milliseconds % day
        return (Int(days), Int((rest < 0 ? rest + day : rest) / 1000))
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}

/// Civil-date arithmetic on years that begin in March, so that a leap day is a year's last day:
/// the first of month m (March = 0) is day (153 m + 2) / 5 of such a year, and 400 of these years
/// have 146 097 days.
extension Timestamp {
    /// Days from 0000-03-01 to 1970-01-01.
    private static let epoch = 719_468

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let fromMarch = (month + 9) % 12
        let year = month < 3 ? year - 1 : year
        let leapDays = floor(year, 4) - floor(year, 100) + floor(year, 400)
        return 365 * year + leapDays + (153 * fromMarch + 2) / 5 + day - 1 - epoch
    }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + epoch
        let era = floor(days, 146_097)
        let dayOfEra = days - era * 146_097
        // Without the leap days before it, the day's year is a plain division.
        let years =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * years + years / 4 - years / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (
            year: era * 400 + years + (month < 3 ? 1 : 0), month: month,
            day: dayOfYear - (153 * fromMarch + 2) / 5 + 1
        )
    }

    private static func floor(_ number: Int, _ divisor: Int) -> Int {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }
}
