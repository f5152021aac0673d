// SPDX-License-Identifier: MIT-0

import TestSupport

extension Seeded {
    /// `bytes` in pieces of up to `longest`, some of them empty.
    mutating func pieces(_ bytes: [UInt8], longest: Int) -> [[UInt8]] {
        var rest = bytes[...]
        var pieces: [[UInt8]] = []
        while !rest.isEmpty {
            let count = longest == 1 ? 1 : Int.random(in: 0...longest, using: &self)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
