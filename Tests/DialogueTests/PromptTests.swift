// SPDX-License-Identifier: MIT-0

import Testing

@testable import Dialogue

struct PromptTests {
    @Test func `system text is what is said, in an order that seldom changes`() {
        var prompt = Prompt()
        #expect(prompt.system() == Prompt.spoken)
        prompt.languages = SpokenLanguages("zh-CN")
        #expect(
            prompt.system(summary: "Anna likes tea.")
                == Prompt.spoken + "\n\nAnswer in Chinese (zh-CN).\n\n"
                + "What you remember of the conversation before this:\nAnna likes tea.")
        #expect(Prompt(nil).system() == nil)
        #expect(Prompt("").system() == nil)
    }

    @Test func `the count of tokens is not below what models say`() {
        // prompt_tokens of Qwen2.5-Coder under llama.cpp, without the template's 29.
        let counted = [
            (
                "The history of the harbour begins long before the town had a name, when fishermen "
                    + "from the northern islands stopped here to mend their nets.", 27
            ),
            (
                "Die Unabhängigkeitserklärung wurde im Sommer verlesen, während draußen auf den "
                    + "Straßen die Leute schon warteten und über das Wetter sprachen.", 34
            ),
            ("栈就像一摞盘子，你只能放在最上面，也只能从最上面拿走，所以最后放的最先拿出来。", 27),
            ("昨日は友達と一緒に映画を見に行きましたが、とても面白かったです。", 16),
            (
                "Вчера мы долго говорили о том, как правильно варить борщ, и никто не согласился.",
                25
            ),
            ("오늘 날씨가 정말 좋아서 공원에서 산책을 했습니다.", 20),
            ("Call me at 030 1234567 on 2026-11-25, room 4711, price 19.99 EUR.", 44),
            ("for (int i = 0; i < n; ++i) { sum += a[i] * b[i]; } // O(n)", 30),
        ]
        for (text, tokens) in counted {
            let ours = TokenCount.of(text)
            #expect(ours >= tokens && ours <= 3 * tokens, "\(ours) \(text)")
        }
        #expect(TokenCount.of("") == 0)
    }
}
