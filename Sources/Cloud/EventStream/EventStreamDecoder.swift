// SPDX-License-Identifier: MIT-0

/// Takes an event stream apart into messages, however it was split on its way.
///
/// A payload is copied once, from the bytes that came into the message. A broken message breaks the
/// stream for good: nothing after it can be found, and the exchange should be reset.
package struct EventStreamDecoder: Sendable {
    private enum Section { case prelude, headers, payload, checksum }

    private var section = Section.prelude
    /// Of the section that is being read; and bytes of it that came.
    private var wanted = EventStreamFrame.preludeBytes
    private var bytes: [UInt8] = []
    /// Of the message that is being read.
    private var frame: EventStreamFrame?
    private var headerBlock: [UInt8] = []
    private var payload: [UInt8] = []
    private var crc = CRC32()
    private var taken = 0

    /// What broke the stream. After a `push` that returned messages it may be set as well: what was
    /// good is handed out first, and the next call throws.
    package private(set) var failure: EventStreamError?

    package init() {}

    /// Takes the next bytes of the stream, any number, and returns the messages they complete.
    ///
    /// Throws what broke the stream, now and for ever, unless messages came before it in `bytes`.
    package mutating func push(
        _ bytes: [UInt8]
    ) throws(EventStreamError) -> [EventStreamMessage] {
        if let failure { throw failure }
        var messages: [EventStreamMessage] = []
        var rest = bytes[...]
        do throws(EventStreamError) {
            while let message = try next(&rest) { messages.append(message) }
        } catch {
            failure = error
            if messages.isEmpty { throw error }
        }
        return messages
    }

    /// Says that the stream has ended; throws if it was broken or a message isn't whole.
    package mutating func finish() throws(EventStreamError) {
        if failure == nil, taken > 0 { failure = .truncated(bytes: taken) }
        if let failure { throw failure }
    }

    /// A message that begins where one may begin and is all there: read where it lies. Most are,
    /// and what lies in pieces costs several times as much.
    private func wholeMessage(
        _ rest: inout ArraySlice<UInt8>
    ) throws(EventStreamError) -> EventStreamMessage? {
        guard taken == 0, rest.count >= EventStreamFrame.overhead else { return nil }
        let frame = try EventStreamFrame(prelude: rest.prefix(EventStreamFrame.preludeBytes))
        guard rest.count >= frame.bytes else { return nil }
        let message = rest.prefix(frame.bytes - 4)
        let crc = CRC32.checksum(of: message)
        let content = message.dropFirst(EventStreamFrame.preludeBytes)
        rest = rest.dropFirst(message.count)
        try Self.check(crc, rest.prefix(4))
        rest = rest.dropFirst(4)
        return EventStreamMessage(
            headers: try HeaderBlockReader.headers(in: content.prefix(frame.headerBytes)),
            payload: Array(content.dropFirst(frame.headerBytes)))
    }

    private static func check(
        _ computed: UInt32, _ bytes: ArraySlice<UInt8>
    ) throws(EventStreamError) {
        let stated = UInt32(bigEndian: bytes)
        guard computed == stated else {
            throw .messageChecksum(computed: computed, stated: stated)
        }
    }

    /// Reads up to the end of a message, or until there is nothing left.
    private mutating func next(
        _ rest: inout ArraySlice<UInt8>
    ) throws(EventStreamError) -> EventStreamMessage? {
        if let message = try wholeMessage(&rest) { return message }
        while true {
            let piece = rest.prefix(wanted - bytes.count)
            bytes += piece
            taken += piece.count
            rest = rest.dropFirst(piece.count)
            guard bytes.count == wanted else { return nil }
            if let message = try endSection() { return message }
        }
    }

    private mutating func endSection() throws(EventStreamError) -> EventStreamMessage? {
        switch section {
        case .prelude:
            let frame = try EventStreamFrame(prelude: bytes[...])
            self.frame = frame
            crc.update(bytes)
            begin(.headers, bytes: frame.headerBytes)
        case .headers:
            crc.update(bytes)
            swap(&headerBlock, &bytes)
            begin(.payload, bytes: frame?.payloadBytes ?? 0)
        case .payload:
            crc.update(bytes)
            swap(&payload, &bytes)
            begin(.checksum, bytes: 4)
        case .checksum:
            return try endMessage()
        }
        return nil
    }

    private mutating func endMessage() throws(EventStreamError) -> EventStreamMessage {
        try Self.check(crc.value, bytes[...])
        let headers = try HeaderBlockReader.headers(in: headerBlock[...])
        let message = EventStreamMessage(headers: headers, payload: payload)
        payload = []
        crc = CRC32()
        taken = 0
        begin(.prelude, bytes: EventStreamFrame.preludeBytes)
        return message
    }

    /// Room for all of a section, so that it doesn't move while it grows.
    private mutating func begin(_ section: Section, bytes count: Int) {
        self.section = section
        wanted = count
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(count)
    }
}
