// SPDX-License-Identifier: MIT-0

/// Which of a child's bytes are the reply to the line that was sent last. Pure.
///
/// A child answers each line, also one whose answer nobody waits for any more: those come first and
/// are passed over. A plain child's reply ends with its line; a controlled child's with its `done`
/// and as many bytes as that says, in either order.
struct ReplyLedger {
    enum Event: Equatable {
        case bytes([UInt8])
        case ended
    }

    /// Whether the child has sent a report.
    var isControlled = false
    /// Since the child was started.
    private(set) var linesSent = 0
    /// Whether some of the reply that is waited for has come.
    private(set) var hasBegun = false

    private var outstanding = 0
    private var received = 0
    private var totals: [Int] = []

    mutating func sendLine() {
        linesSent += 1
        outstanding += 1
        hasBegun = false
    }

    /// Takes bytes from the child's stdout.
    mutating func take(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        var rest = bytes[...]
        while outstanding > 0, !rest.isEmpty {
            let end = isControlled ? nil : rest.firstIndex(of: UInt8(ascii: "\n"))
            let wanted = totals.first.map { $0 - received } ?? rest.count
            let part = end.map { rest[..<$0] } ?? rest.prefix(max(0, wanted))
            rest = rest[(end.map { $0 + 1 } ?? part.endIndex)...]
            received += part.count
            if outstanding == 1, !part.isEmpty { events.append(.bytes(Array(part))) }
            hasBegun = hasBegun || outstanding == 1
            events += end == nil ? endsOfReplies() : [endOfReply()].compactMap { $0 }
        }
        return events
    }

    /// Takes a `done`. Without a number of bytes, what has come by now is the reply.
    mutating func done(bytes: Int?) -> [Event] {
        guard totals.count < outstanding else { return [] }
        totals.append(bytes ?? (totals.isEmpty ? received : 0))
        return endsOfReplies()
    }

    private mutating func endsOfReplies() -> [Event] {
        var events: [Event] = []
        while let total = totals.first, received >= total {
            totals.removeFirst()
            if let end = endOfReply() { events.append(end) }
        }
        return events
    }

    private mutating func endOfReply() -> Event? {
        received = 0
        outstanding -= 1
        return outstanding == 0 ? .ended : nil
    }
}
