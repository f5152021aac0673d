// SPDX-License-Identifier: MIT-0

@testable import Dialogue

/// SplitMix64: the same numbers in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

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
