// SPDX-License-Identifier: MIT-0

import TestSupport

@testable import Dialogue

/// Replies as models write them: what the property tests split and mix.
enum Replies {
    static let all: [String] = [
        "Sure! Here's a **quick** summary:\n\n1. *First*, preheat the oven to 180 °C.\n2. Mix it.\n",
        "# Results\n\n| Planet | Moons | Note |\n|:-------|------:|:----:|\n| Earth | 1 | 12,742 km |\n"
            + "| Mars | 2 | `red` |\n\nThat's all, e.g. for Dr. Smith.",
        "Use this:\n\n```python\nprint('hi')  # `tick`\nfor i in range(3):\n    pass\n```\n\nDone. 🎉",
        "Unclosed:\n~~~swift\nlet a = [1](2)\n**bold**",
        "See [the docs](https://example.com/a_(b)?q=1&r=2 \"Title\") or <https://swift.org>; also "
            + "https://en.wikipedia.org/wiki/Dr._No_(film), www.example.com/path and www.example.com.",
        "![A cat](cat.png \"cat\") sits. [![Build](https://x.y/b.svg)](https://x.y) passes. [1] [sic]",
        "[ref]: https://example.com 'Title'\n[^1]: A footnote.\nText[^1] with [a label][ref] and [x].",
        "Family 👨‍👩‍👧‍👦, flags 🇩🇪🇫🇷, skin 👍🏽, keycaps 1️⃣ #️⃣ *️⃣, heart ❤️ and ✅ done ©️ 2024™.",
        "He paid $3.14 for 1,000 items at 10:30 a.m. in the U.S. and left. Version v2.1 is out! "
            + "J. R. R. Tolkien wrote it... maybe. No. 5 is alive? \"Yes,\" she said. \"Really?\" he asked.",
        "- item one\n- item *two*\n  - nested `code`\n* star\n+ plus\n- [ ] todo\n- [x] done\n",
        "> Quoted **text**\n> > nested\n>\n> ```\n> code\n> ```\nafter\n---\n***\n- - -\nend",
        "2 * 3 = 6, 2*3*4 = 24, x**2, snake_case_name, __init__ and _emphasis_, ~5 km, ~~old~~ new.",
        "Math: \\(a + b\\), $$x^2$$ and \\[y\\]; a\\*b, C:\\Users\\me, costs $5.\\\nnext",
        "<div class=\"a\">Hello<br/>world</div> a < b and c > d, List<Int>, H<sub>2</sub>O <!-- no -->ok",
        "Contact <me@example.com> or mailto:you@example.com, ftp://h/x; <3 you, <= and ->.",
        "Guten Tag, Herr Dr. Müller! Am 3. Oktober, z. B. um 10.30 Uhr, treffen wir uns bzw. Sie usw. "
            + "Dann geht's weiter – „oder nicht?“, fragte er. Das ist Nr. 7.",
        "Bonjour ! « Comment ça va ? » demanda M. Dupont. C'est-à-dire, p. ex., env. 3,5 km ; voilà…",
        "¿Cómo está, Sr. García? ¡Muy bien! EE.UU. es grande. Vive en la av. Libertador, núm. 5.",
        "Ciao! Il sig. Rossi, ad es., abita qui. «Perché?» chiese. Ecc. ecc.",
        "Olá, Sra. Silva! A Dra. Costa mora na Av. Paulista, nº 10. Tudo bem?",
        "你好！这是**重点**内容，请看[这里](https://例.cn)。他说：「好。」然后走了……对吗？访问https://example.com查看。",
        "こんにちは。今日は*とても*良い天気ですね！「本当？」と彼は言った。東京、大阪、京都。",
        "नमस्ते। आप कैसे हैं? मैं ठीक हूँ, धन्यवाद। **महत्वपूर्ण** क्षि",
        "مرحبا؟ كيف حالك، يا صديقي؛ هذا *مهم*. می‌خواهم بروم۔",
        "สวัสดีครับวันนี้อากาศดีมากเลยนะครับเราไปเที่ยวทะเลกันไหมครับผมอยากกินอาหารทะเลสดๆมากๆเลย",
        "e\u{301}te\u{301} n\u{303} — combining; word—word—word, and\u{A0}so ( really ) !\r\nCRLF\r\rCR\n\n\n",
        "`` a ` b `` and `unclosed *star* [x](y) \n next *open\n close* [never closes and goes on",
        "**[bold link](http://a.b)** and *see https://x.y/z*. ***both*** **a*b*c** (*) \" * \" *.txt",
        "#hashtag is no heading, #1 neither\n####### seven\n## \n### Title ###\n>=5 and >quote\n-5 degrees",
        "a. First\nb) Second\nI. Third\n12) x\n1234567890. y\n• bullet\n– dash\n— Oui.\n:-) :| ||\n",
        "word " + String(repeating: "long ", count: 90) + String(repeating: "x", count: 700) + ".",
        "so we went on, and on, and further, and there was a house; in it lived a man: old, grey, and "
            + "kind, who had, as they say, seen it all, and would tell you about it, if you asked him, "
            + "and even if you did not, for as long as the fire burned, and the wine lasted, and more",
        "[" + String(repeating: "open [", count: 80) + "](" + String(repeating: "u", count: 700)
            + ") x",
        "</think>Final answer: **42**.\u{0}\u{7}\u{FEFF} tabs\tand\u{200D}joiners \u{2028}line",
    ]

    /// Pieces of replies, glued at random: every construct meets every other.
    static func mixture(_ numbers: inout Seeded) -> String {
        let signs = [
            "\n", " ", "*", "**", "_", "`", "```", "\n```\n", "[", "](", ")", "|", "\n| ", "<", ">",
            "!", ". ", "? ", "\\", "https://a.b", "👍🏽", "\u{FE0F}", "\u{301}", "\r\n", "1. ", "- ",
            "Dr. ", "。", "…", "\"", "» ", "« ", "<!--", "-->", "$$", "www.", "U.S. The ", ", ",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 1...40, using: &numbers) {
            if Int.random(in: 0..<3, using: &numbers) == 0 {
                let reply = Array(all.randomElement(using: &numbers)!.unicodeScalars)
                let start = Int.random(in: 0..<reply.count, using: &numbers)
                text += String(reply[start...].prefix(Int.random(in: 1...40, using: &numbers)))
            } else {
                text += signs.randomElement(using: &numbers)!
            }
        }
        return text
    }
}
