// SPDX-License-Identifier: MIT-0

/// A fenced code block that is open: knows the line that closes it.
///
/// The closing line holds at least as many of the same mark and nothing else (CommonMark 0.31,
/// section 4.5); indentation and quote signs before it don't count.
struct Fence: Sendable {
    private enum Place { case lead, run, trail, body }

    private let mark: Scalar
    private let length: Int
    private var run = 0
    private var place = Place.body

    /// Begins in the opening line, behind its marks.
    init(mark: Scalar, length: Int) {
        self.mark = mark
        self.length = length
    }

    /// Takes a scalar of the block that is not a line break.
    mutating func push(_ scalar: Scalar) {
        switch place {
        case .lead where scalar == mark, .run where scalar == mark:
            place = .run
            run += 1
        case .lead where scalar.isSpace || scalar == ">": break
        case .run where scalar.isSpace, .trail where scalar.isSpace: place = .trail
        default: place = .body
        }
    }

    /// Ends a line.
    /// - Returns: whether that line closed the block.
    mutating func endLine() -> Bool {
        defer {
            place = .lead
            run = 0
        }
        return (place == .run || place == .trail) && run >= length
    }
}
