// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import External

struct LineSplitterTests {
    private func lines(_ chunks: [[UInt8]]) -> [String] {
        var splitter = LineSplitter()
        var lines = chunks.flatMap { splitter.push($0) }
        if let last = splitter.finish() { lines.append(last) }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `empty lines count, and the last may lack its end`() {
        #expect(lines([Array("a\n\nb".utf8)]) == ["a", "", "b"])
        #expect(lines([Array("\n".utf8)]) == [""])
        #expect(lines([[], []]) == [])
    }

    @Test(arguments: 0..<200)
    func `any split of the bytes gives the same lines`(seed: UInt64) {
        var generator = Seeded(seed)
        let letters = Array("ab\n".utf8)
        let text = (0..<60).map { _ in letters[Int.random(in: 0..<3, using: &generator)] }
        #expect(lines(text.split(using: &generator)) == lines([text]))
    }
}
