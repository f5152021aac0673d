// SPDX-License-Identifier: MIT-0

/// Cuts a stream of bytes into lines, however it was split into reads.
///
/// A line may hold `limit` bytes; what is longer is cut there, so that a stream without line breaks
/// does not grow in memory.
package struct LineBuffer: Sendable {
    /// The longest line, bytes.
    package static let limit = 1 << 20

    private var rest: [UInt8] = []

    package init() {}

    /// The lines that `bytes` complete, without their line breaks (`\n` or `\r\n`).
    package mutating func lines(adding bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            keep(bytes[start..<end])
            lines.append(takeRest())
            start = end + 1
        }
        keep(bytes[start...])
        return lines
    }

    /// The last line, where the stream ended without a line break.
    package mutating func last() -> [UInt8]? {
        rest.isEmpty ? nil : takeRest()
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        rest += bytes.prefix(LineBuffer.limit - rest.count)
    }

    private mutating func takeRest() -> [UInt8] {
        defer { rest = [] }
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        return rest
    }
}
