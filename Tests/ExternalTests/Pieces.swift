// SPDX-License-Identifier: MIT-0

import TestSupport

extension Array {
    /// The same elements in pieces of random sizes, from none.
    func split(using generator: inout Seeded) -> [[Element]] {
        var rest = self[...]
        var pieces: [[Element]] = []
        while !rest.isEmpty {
            let size = Int.random(in: 0...Swift.min(rest.count, 7), using: &generator)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
