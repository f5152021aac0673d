// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Cloud

struct ReasoningFilterTests {
    static let cases: [(ReasoningMarks, String, String)] = [
        (.atStart, "Hello", "Hello"), (.atStart, "  \n Hello ", "Hello "),
        (.atStart, "<think>a</think>b", "b"), (.atStart, "\n<think>a\n</think>\n\nb", "b"),
        (.atStart, "<reasoning>a</think></reasoning>b", "b"),
        (.atStart, "<think>a</think> <think>b</think> c", "c"),
        (.atStart, "a <think>b</think> c", "a <think>b</think> c"),
        (.atStart, "<thin air", "<thin air"), (.atStart, "<", "<"), (.atStart, "<think", "<think"),
        (.atStart, "<think>never ends", ""), (.atStart, "<b>x</b>", "<b>x</b>"),
        (.atStart, "", ""), (.atStart, " \n", ""),
        (.atStart, "<think>a</think>\u{301}e", "\u{301}e"),
        (.anywhere, "a <reasoning>b</reasoning>c", "a c"),
        (.anywhere, "<reasoning>a</reasoning>b<reasoning>c</reasoning>", "b"),
        (.anywhere, "a < b", "a < b"), (.anywhere, "a <", "a <"),
        (.anywhere, "a <<think>b</think>", "a <"), (.anywhere, "2<3 <think>", "2<3 "),
        (.opened, "hm</think>\n\nHi", "Hi"), (.opened, "hm", ""),
        (.opened, "hm</think></think>x", "</think>x"), (.opened, "a</thi</think>👋", "👋"),
    ]

    @Test(arguments: cases)
    func `what was only thought is left out, however it was split`(
        marks: ReasoningMarks, text: String, rest: String
    ) {
        var random = Seeded(5)
        for longest in [1, 2, 3, 7, 100] {
            for _ in 0..<20 {
                var filter = ReasoningFilter(marks)
                var said = ""
                var scalars = text.unicodeScalars[...]
                while !scalars.isEmpty {
                    let piece = scalars.prefix(Int.random(in: 1...longest, using: &random))
                    said += filter.take(String(piece))
                    scalars = scalars.dropFirst(piece.count)
                }
                said += filter.finish()
                #expect(Array(said.utf8) == Array(rest.utf8))
            }
        }
    }

    @Test func `text that can't be reasoning doesn't wait`() {
        var filter = ReasoningFilter(.atStart)
        #expect(filter.take("H") == "H")
        #expect(filter.take("i <") == "i <")
        var anywhere = ReasoningFilter(.anywhere)
        #expect(anywhere.take("2 <") == "2 ")
        #expect(anywhere.take(" 3") == "< 3")
    }
}
