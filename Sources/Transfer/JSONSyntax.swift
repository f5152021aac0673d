// SPDX-License-Identifier: MIT-0

/// Finds where a text stops being JSON (RFC 8259): FoundationEssentials' decoder only says that.
package struct JSONSyntax {
    private static let deepest = 500

    private let bytes: [UInt8]
    private var place = 0

    /// The 1-based line on which `bytes` stop being one JSON text; nil if they are one.
    package static func brokenLine(in bytes: [UInt8]) -> Int? {
        var syntax = JSONSyntax(bytes: bytes)
        if syntax.value(depth: 0) {
            syntax.skipSpace()
            if syntax.place == bytes.count { return nil }
        }
        return 1 + bytes[..<syntax.place].count { $0 == UInt8(ascii: "\n") }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return depth < Self.deepest && list("}", keyed: true, depth + 1)
        case UInt8(ascii: "["): return depth < Self.deepest && list("]", keyed: false, depth + 1)
        case UInt8(ascii: "\""): return string()
        default: return take("true") || take("false") || take("null") || number()
        }
    }

    private mutating func list(_ end: StaticString, keyed: Bool, _ depth: Int) -> Bool {
        place += 1
        skipSpace()
        if take(end) { return true }
        while true {
            if keyed {
                skipSpace()
                guard string() else { return false }
                skipSpace()
                guard take(":") else { return false }
            }
            guard value(depth: depth) else { return false }
            skipSpace()
            if take(end) { return true }
            guard take(",") else { return false }
        }
    }

    /// A string can't go on on the next line.
    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let byte = next, byte >= 0x20 {
            if take("\"") { return true }
            place = min(place + (byte == UInt8(ascii: "\\") ? 2 : 1), bytes.count)
        }
        return false
    }

    private mutating func number() -> Bool {
        _ = take("-")
        guard digits() else { return false }
        if take("."), !digits() { return false }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = place
        while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
        return place > start
    }
}
