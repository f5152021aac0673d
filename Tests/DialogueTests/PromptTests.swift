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
        // prompt_tokens of Qwen2.5's tokenizer, without the template's.
        let counted: [(String, Int)] = []
        for (text, tokens) in counted { #expect(TokenCount.of(text) >= tokens, "\(text)") }
        #expect(TokenCount.of("") == 0)
    }
}
