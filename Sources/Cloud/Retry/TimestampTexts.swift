// SPDX-License-Identifier: MIT-0

/// The texts of times that AWS's services, files and tools write.
extension Timestamp {
    /// `2026-01-02T03:04:05Z`, with a fraction, with `UTC` or an offset such as `+01:00`.
    package init?(iso8601 text: String) {
        var text = Substring(text)
        guard let year = text.number(4), text.take("-"), let month = text.number(2),
            text.take("-"), let day = text.number(2), text.take("T") || text.take(" "),
            let hour = text.number(2), text.take(":"), let minute = text.number(2),
            text.take(":"), let second = text.number(2),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        var millisecond = 0
        if text.take(".") {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return nil }
            millisecond = Int((digits + "00").prefix(3)) ?? 0
            text = text[digits.endIndex...]
        }
        guard let offset = text.offsetMinutes() else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute - offset,
            second: second, millisecond: millisecond)
    }

    /// `Fri, 02 Jan 2026 03:04:05 GMT` (RFC 9110, 5.6.7; the obsolete forms are not read).
    package init?(httpDate text: String) {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
            (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        var time = words[4]
        guard let hour = time.number(2), time.take(":"), let minute = time.number(2),
            time.take(":"), let second = time.number(2), time.isEmpty
        else { return nil }
        self.init(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    }

    /// `2026-01-02T03:04:05Z`: milliseconds are cut off.
    package var iso8601: String {
        let text = basicText
        var rest = Substring(text)
        let parts = [4, 2, 2].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }
        let time = [1, 3, 5].map { text.dropFirst(8 + $0).prefix(2) }
        return parts.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
    }
}

extension Substring {
    /// Takes that many digits.
    fileprivate mutating func number(_ digits: Int) -> Int? {
        let head = prefix(digits)
        guard head.count == digits, head.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        self = self[head.endIndex...]
        return Int(head)
    }

    fileprivate mutating func take(_ text: String) -> Bool {
        guard hasPrefix(text) else { return false }
        self = dropFirst(text.count)
        return true
    }

    /// What is left: nothing, `Z`, `UTC`, `+hh:mm` or `-hhmm`, as minutes east.
    fileprivate mutating func offsetMinutes() -> Int? {
        if isEmpty || self == "Z" || self == "z" || self == "UTC" { return 0 }
        let sign = take("-") ? -1 : take("+") ? 1 : 0
        guard sign != 0, let hours = number(2) else { return nil }
        _ = take(":")
        guard let minutes = isEmpty ? 0 : number(2), isEmpty else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
