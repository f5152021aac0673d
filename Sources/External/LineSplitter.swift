// SPDX-License-Identifier: MIT-0

/// Cuts a stream of bytes into lines; the result doesn't depend on how the stream was split.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// The lines that `bytes` complete, without their line feeds.
    mutating func push(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines[0] = (rest + lines[0])[...]
        rest = Array(lines.removeLast())
        return lines
    }

    /// What stood after the last line feed.
    mutating func finish() -> ArraySlice<UInt8>? {
        defer { rest = [] }
        return rest.isEmpty ? nil : rest[...]
    }
}
