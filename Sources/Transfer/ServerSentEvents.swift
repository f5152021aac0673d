// SPDX-License-Identifier: MIT-0

/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Equatable {
    /// The `event` field; `message` if there is none.
    package var type: String
    /// The `data` fields, joined by line feeds.
    package var data: String
    /// The last `id` of the stream so far, or "".
    package var lastID: String

    package init(type: String = "message", data: String, lastID: String = "") {
        self.type = type
        self.data = data
        self.lastID = lastID
    }
}

/// Takes a `text/event-stream` apart, however it was split on its way.
///
/// Follows the HTML standard, 9.2.6: line ends are CR, LF or CRLF; a byte order mark at the start
/// is passed over; an event is complete at an empty line, and one that the stream's end cuts off
/// is none. Invalid UTF-8 is replaced.
package struct ServerSentEvents: Sendable {
    /// The longest event that is taken; a longer one is an error, for nothing may grow for ever.
    package static let limitBytes = 16 << 20

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let (lineFeed, carriageReturn) = (UInt8(0x0A), UInt8(0x0D))
    private static let (colon, space) = (UInt8(0x3A), UInt8(0x20))

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var type: [UInt8] = []
    private var lastID: [UInt8] = []
    private var isFirstLine = true
    private var ignoresLineFeed = false

    /// How long the server wants a client to wait before it comes back, if it has said so.
    package private(set) var retryAfter: Duration?

    package init() {}

    /// Takes the next bytes of the stream, any number, and returns the events they complete.
    package mutating func take(_ bytes: [UInt8]) throws(TransferError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var rest = bytes[...]
        if ignoresLineFeed, let first = rest.first {
            if first == Self.lineFeed { rest.removeFirst() }
            ignoresLineFeed = false
        }
        while let end = rest.firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn })
        {
            line += rest[..<end]
            var next = end + 1
            if rest[end] == Self.carriageReturn {
                if next == rest.endIndex {
                    ignoresLineFeed = true
                } else if rest[next] == Self.lineFeed {
                    next += 1
                }
            }
            rest = rest[next...]
            if let event = endLine() { events.append(event) }
        }
        line += rest
        // What is complete is handed out first; the next call throws.
        guard !events.isEmpty || line.count + data.count <= Self.limitBytes else {
            throw .tooLarge(limitBytes: Self.limitBytes)
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        var content = line[...]
        if isFirstLine, content.starts(with: Self.byteOrderMark) { content = content.dropFirst(3) }
        isFirstLine = false
        guard !content.isEmpty else { return dispatch() }
        let name = content.prefix { $0 != Self.colon }
        var value = content.dropFirst(name.count + 1)
        if value.first == Self.space { value.removeFirst() }
        take(field: String(decoding: name, as: UTF8.self), value)
        return nil
    }

    /// A comment is a field without a name; it and unknown fields are passed over.
    private mutating func take(field name: String, _ value: ArraySlice<UInt8>) {
        switch name {
        case "data":
            data += value
            data.append(Self.lineFeed)
        case "event": type = Array(value)
        case "id": if !value.contains(0) { lastID = Array(value) }
        case "retry":
            guard value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let milliseconds = Int64(String(decoding: value, as: UTF8.self))
            else { return }
            retryAfter = .milliseconds(milliseconds)
        default: break
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: true)
            type.removeAll()
        }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(
            type: type.isEmpty ? "message" : String(decoding: type, as: UTF8.self),
            data: String(decoding: data.dropLast(), as: UTF8.self),
            lastID: String(decoding: lastID, as: UTF8.self))
    }
}
