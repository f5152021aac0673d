// SPDX-License-Identifier: MIT-0

import TestSupport

extension Seeded {
    /// `text` in chunks of up to `longest` scalars: splits fall inside of grapheme clusters too.
    mutating func chunks(_ text: String, longest: Int) -> [String] {
        var rest = text.unicodeScalars[...]
        var chunks: [String] = []
        while !rest.isEmpty {
            let length = longest == 1 ? 1 : Int.random(in: 0...longest, using: &self)
            chunks.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return chunks
    }
}
