// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Cloud

struct MutationTests {
    @Test func `no broken stream traps, hangs or depends on how it was split`() throws {
        let vectors = try EventStreamVectors.load()
        let seeds = vectors.good.map(\.bytes.bytes) + vectors.broken.map(\.bytes.bytes)
        var random = Seeded(20_260_102)
        var seen: [String: Int] = [:]
        for round in 0..<4000 {
            var bytes = (0..<Int.random(in: 1...3, using: &random)).flatMap { _ in
                seeds[Int.random(in: 0..<seeds.count, using: &random)]
            }
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
            if round % 4 != 0 { bytes = DecoderProperties.repaired(bytes) }
            let violation = DecoderProperties.violation(bytes, seed: UInt64(round))
            try #require(violation == nil, "round \(round)")
            seen[Decoded([bytes]).failure?.name ?? "good", default: 0] += 1
        }
        // Every check of the decoder was reached.
        let all: Set = [
            "good", "preludeChecksum", "messageChecksum", "lengths", "headersTooLarge",
            "payloadTooLarge", "headerOverrun", "emptyHeaderName", "unknownHeaderType",
            "duplicateHeader", "headerNotText", "truncated",
        ]
        #expect(Set(seen.keys) == all, "\(seen)")
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 5))
        case 4: bytes.removeLast(bytes.count - place)
        default:
            // A small change of a length keeps a message plausible.
            let index = [3, 7].randomElement(using: &random) ?? 3
            if index < bytes.count { bytes[index] &+= UInt8.random(in: 0...8, using: &random) &- 4 }
        }
    }
}
