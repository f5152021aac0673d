// SPDX-License-Identifier: MIT-0

import Testing

@testable import Dialogue

struct SpeakableTextTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let written: String
        let spoken: String

        init(_ written: String, _ spoken: String) {
            self.written = written
            self.spoken = spoken
        }

        var testDescription: String { written.debugDescription }
    }

    private func check(_ example: Example) {
        var filter = SpeakableText()
        let spoken = filter.push(example.written) + filter.finish()
        #expect(spoken == example.spoken)
    }

    @Test(arguments: [
        Example("**bold** and *soft* and ***both***", "bold and soft and both"),
        Example("__bold__ and _soft_", "bold and soft"),
        Example("2 * 3 = 6 and 2*3 = 6", "2 * 3 = 6 and 2*3 = 6"),
        Example("2*(3+4), f(x)*2, 2*-3, x**2", "2*(3+4), f(x)*2, 2*-3, x**2"),
        Example("**2*3 = 6** and *one\ntwo* 3*", "2*3 = 6 and one\ntwo 3"),
        Example("text**bold**text **5**th", "textboldtext 5th"),
        Example("snake_case_name stays", "snake_case_name stays"),
        Example("~~old~~ new, ~5 km", "old new, ~5 km"),
        Example("这是**重点**内容", "这是重点内容"),
        Example("**\"Quoted\"**, he said", "\"Quoted\", he said"),
        Example("*.txt", "*.txt"),
        Example("a \\* b \\_c\\_", "a * b _c_"),
        Example("a | b || c", "a b || c"),
        Example("**Dose:** 5 mg", "Dose: 5 mg"),
    ])
    func `emphasis signs go, plain signs stay`(example: Example) { check(example) }

    @Test(arguments: [
        Example("# Title\ntext", "Title\ntext"),
        Example("#hashtag #1", "#hashtag #1"),
        Example("## C# and #1 ##\nx", "C# and #1 \nx"),
        Example("Title\n=====\ntext\n-----", "Title\ntext\n"),
        Example("- one\n* two\n+ three\n• four", "one\ntwo\nthree\nfour"),
        Example("1. one\n2) two", "1. one\n2) two"),
        Example("- [ ] open\n- [x] done", "open\ndone"),
        Example("  - nested\n    indented", "nested\nindented"),
        Example("> quote\n>> deeper\n>=5", "quote\ndeeper\n>=5"),
        Example("a\n---\nb\n* * *\nc\n___\nd", "a\nb\nc\nd"),
        Example("-5 degrees", "-5 degrees"),
        Example("one\r\n\r\n\r\ntwo", "one\ntwo"),
        Example("- **Bold** item", "Bold item"),
        Example("* *soft* item", "soft item"),
        Example("- # x\n- > y", "x\ny"),
    ])
    func `signs at the beginning of a line go`(example: Example) { check(example) }

    @Test(arguments: [
        Example("a\n```swift\nlet x = 1\n```\nb", "a\nb"),
        Example("a\n~~~\n```\n~~~\nb", "a\nb"),
        Example("a\n````\n```\nx\n````\nb", "a\nb"),
        Example("a\n```\nnever closed", "a\n"),
        Example("a\n```swift", "a\n"),
        Example("- ```\n  code\n  ```\n- b", "b"),
        Example("> ```\n> code\n> ```\n> b", "b"),
        Example("```code``` in line", "code in line"),
        Example("use `a*b*c` and ``x ` y``", "use a*b*c and x y"),
        Example("`let x = [1](2)`", "let x = [1](2)"),
    ])
    func `fenced code goes, inline code stays`(example: Example) { check(example) }

    @Test(arguments: [
        Example("| A | B |\n|---|:-:|\n| 1 | 2 |\n\nend", "A \nB \n1 \n2 \nend"),
        Example("A | B\n--- | ---\n1 | 2\n\nx", "A B\n1 \n2\nx"),
        Example("+---+---+\n| a | b |\n+---+---+", "a \nb \n"),
    ])
    func `tables keep their words`(example: Example) { check(example) }

    @Test(arguments: [
        Example("see [the docs](https://x.y/a_(b) \"t\").", "see the docs."),
        Example("![A cat](cat.png) sits", "A cat sits"),
        Example("[![alt](a.png)](https://x.y) ok", "alt ok"),
        Example("[**bold**](u) end", "bold end"),
        Example("[a][ref] and [b][] and [c]", "a and b and [c]"),
        Example("[ref]: https://x.y 'T'\nnext", "next"),
        Example("[Note]: read this", "[Note]: read this"),
        Example("fact[^1].\n[^1]: The note.", "fact.\nThe note."),
        Example("a[i][j] = f[x]", "a[i][j] = f[x]"),
        Example("go to <https://x.y/z> now", "go to now"),
        Example("go to https://x.y/z?a=1, then", "go to , then"),
        Example("(see https://x.y/a_(b)) ok", "(see ) ok"),
        Example("访问https://example.com。好", "访问。好"),
        Example("<me@example.com> or mailto:you@example.com", "me@example.com or you@example.com"),
        Example("www.a.com and www.a.com/a/b.", "www.a.com and www.a.com."),
        Example("him, hers, ftp and http", "him, hers, ftp and http"),
        Example("wow! [not a link] (x)", "wow! [not a link] (x)"),
        Example("[see](not a target)", "[see](not a target)"),
        Example("[cut off](https://x.y/z", "cut off"),
    ])
    func `link targets go, labels stay`(example: Example) { check(example) }

    @Test(arguments: [
        Example("<b>bold</b> H<sub>2</sub>O", "bold H2O"),
        Example("one<br>two<p class=\"x\">three</p>", "one\ntwo\nthree\n"),
        Example("a < b and c > d, <3, <=", "a < b and c > d, <3, <="),
        Example("Array<Int> stays", "Array<Int> stays"),
        Example("x <!-- gone --> y", "x y"),
        Example("<think>hm</think>", "hm"),
        Example("if x <y, then", "if x <y, then"),
        Example("\\(a + b\\) and $$x$$ for $5", "a + b and x for $5"),
    ])
    func `tags and formula signs go`(example: Example) { check(example) }

    @Test(arguments: [
        Example("Great 🎉 work", "Great work"),
        Example("👨‍👩‍👧‍👦👍🏽🇩🇪 ok", "ok"),
        Example("1️⃣ first #️⃣ *️⃣", "1 first "),
        Example("❤️ ☀ ✅ ✓ → ©️ ™ 3 °C ½", "→ © ™ 3 °C ½"),
        Example("done🎉next", "done next"),
        Example("C# and F#", "C# and F#"),
        Example("می‌خواهم क्‍ष", "می‌خواهم क्‍ष"),
        Example("\u{FEFF}a\u{0}b\u{1B}", "ab"),
        Example("🏴󠁧󠁢󠁥󠁮󠁧󠁿 England", "England"),
    ])
    func `emoji go, digits and letters stay`(example: Example) { check(example) }

    @Test(arguments: [
        "Dr. Smith paid $3.14 for 1,000 items at 10:30 a.m., i.e. 5 % less.",
        "5 km/h, 20 °C, 3×4, H₂O, x², 50/50, A&B, #1, @home, 100%",
        "El niño; « ça va ? » – „Ja“ — ok…",
    ])
    func `plain text stays as it is`(text: String) { check(Example(text, text)) }

    @Test func `a bracket that never closes is held back for a bounded time`() {
        var filter = SpeakableText()
        #expect(
            filter.push("go [" + String(repeating: "x", count: LinkScanner.labelLimit)) == "go ")
        #expect(filter.push("yz").hasPrefix("[xxx"))
    }

    @Test func `a target that never ends is dropped as it arrives`() {
        var filter = SpeakableText()
        let data = String(repeating: "A", count: 5000)
        #expect(filter.push("![dot](data:image/png;base64," + data) == "dot")
        #expect(filter.push(data + ") end") + filter.finish() == " end")
    }

    @Test func `plain words pass at once`() {
        var filter = SpeakableText()
        #expect(filter.push("Good morning. ") == "Good morning. ")
        #expect(filter.push("One\n") == "One\n")
    }
}
