// SPDX-License-Identifier: MIT-0

import Dialogue
import Testing

struct TranscriptTests {
    /// Each word lasts 100 ms; a sign is an item of its own. `word/1` is speaker 1's.
    private func transcript(_ text: String, _ words: String) -> Transcript {
        var items: [TranscriptItem] = []
        var time = Duration.zero
        for word in words.split(separator: " ") {
            let parts = word.split(separator: "/")
            let isSign = parts[0].allSatisfy { !$0.isLetter }
            let end = isSign ? time : time + .milliseconds(100)
            items.append(
                TranscriptItem(
                    String(parts[0]), kind: isSign ? .punctuation : .word, start: time, end: end,
                    speaker: parts.count > 1 ? "spk_\(parts[1])" : nil))
            time = end
        }
        return Transcript(text, start: .zero, end: time, items: items)
    }

    @Test(
        arguments: [
            (0, nil, "One, two. Three"), (50, "One,", "two. Three"), (100, "One,", "two. Three"),
            (101, "One, two.", "Three"), (250, "One, two. Three", nil),
        ] as [(Int, String?, String?)])
    func `a time cuts between words`(time: Int, before: String?, after: String?) {
        let whole = transcript("One, two. Three", "One , two . Three")
        let parts = whole.split(at: .milliseconds(time))
        #expect(parts.before?.text == before)
        #expect(parts.after?.text == after)
        let items = (parts.before?.items ?? []) + (parts.after?.items ?? [])
        #expect(items == whole.items)
        if let before = parts.before, let after = parts.after {
            #expect(before.start == .zero && after.end == .milliseconds(300))
            #expect(before.end! <= after.start!)
        }
    }

    @Test func `text without blanks stays without`() {
        let parts = transcript("你好世界", "你好 世界").split(at: .milliseconds(100))
        #expect(parts.before?.text == "你好")
        #expect(parts.after?.text == "世界")
    }

    @Test func `a text that isn't made of its items is made of them`() {
        let parts = transcript("twenty-two days", "22 days . more").split(at: .milliseconds(100))
        #expect(parts.before?.text == "22 days.")
        #expect(parts.after?.text == "more")
    }

    @Test func `without items all of it goes where it begins`() {
        let words = Transcript("a b", start: .seconds(1), end: .seconds(2))
        #expect(words.split(at: .seconds(1)).after == words)
        #expect(words.split(at: .seconds(1.5)).before == words)
        #expect(Transcript("a").split(at: .zero).before == Transcript("a"))
    }

    @Test func `speakers take turns`() {
        let talk = transcript("Hello. Hi, you. Bye", "Hello/0 . Hi/1 , you/1 . Bye/0")
        #expect(talk.runs.map(\.text) == ["Hello.", "Hi, you.", "Bye"])
        #expect(talk.runs.map(\.speaker) == ["spk_0", "spk_1", "spk_0"])
        #expect(talk.speaker == nil)
        #expect(transcript("a b", "a/1 b/1").runs.count == 1)
        #expect(Transcript("a").runs == [Transcript("a")])
    }

    @Test func `a turn is its results in one`() {
        let turn = [transcript("One", "One"), transcript("two", "two")].joined
        #expect(turn?.text == "One two")
        #expect(turn?.items.map(\.text) == ["One", "two"])
        #expect([Transcript]().joined == nil)
    }
}

struct SpokenLanguagesTests {
    @Test(arguments: ["en-US", "en-US,fr-FR", "auto", "zh-Hant-TW,de"])
    func `tags are written as they are typed`(text: String) {
        #expect(SpokenLanguages(text)?.description == text)
    }

    @Test(arguments: ["", ",", "en-US,", "english", "en-US;fr", "en,auto"])
    func `what are none is refused`(text: String) {
        #expect(SpokenLanguages(text) == nil)
    }
}
