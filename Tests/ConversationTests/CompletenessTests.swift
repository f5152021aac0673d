// SPDX-License-Identifier: MIT-0

import Testing

@testable import Conversation

struct CompletenessTests {
    @Test(arguments: [
        "What time is it?", "I like it.", "Stop!", "你好吗？", "ありがとう。", "Wie spät ist es?",
        "He said \"no.\"", "It costs 42.", "What is it for?", "¿Qué hora es?", "نعم؟",
    ])
    func `a sentence that has ended`(text: String) { #expect(Completeness(of: text) == .complete) }

    @Test(arguments: [
        "I would like to", "and", "um", "So, um.", "I went there and.", "first of all,", "it is 3",
        "my number is 555", "twenty", "Dr.", "I mean…", "the", "", "well -", "和，", "ich möchte ein",
        "quiero un", "je voudrais une", "because",
    ])
    func `something has to follow`(text: String) { #expect(Completeness(of: text) == .open) }

    @Test(arguments: ["tell me a story", "no thanks", "we went home", "你好"])
    func `neither`(text: String) { #expect(Completeness(of: text) == .unclear) }

    @Test func `a fixed hold learns nothing`() {
        var policy = HoldPolicy(fixed: .milliseconds(300))
        for _ in 0..<10 { policy.noteResumed(after: .seconds(1), .open) }
        #expect(Completeness.allCases.allSatisfy { policy.hold(after: $0) == .milliseconds(300) })
    }

    @Test(arguments: Completeness.allCases)
    func `a hold stays within its range, whatever is learnt`(completeness: Completeness) {
        for pause in [Duration.milliseconds(150), .seconds(1), .milliseconds(3900)] {
            var policy = HoldPolicy()
            for _ in 0..<30 { policy.noteResumed(after: pause, completeness) }
            let range = HoldPolicy.range(completeness)
            #expect((range.shortest...range.longest).contains(policy.hold(after: completeness)))
        }
    }

    @Test func `echoes are known, answers are not taken for them`() {
        var played = Repetition()
        played.note("The capital of France is Paris, and it lies on the Seine.", at: .seconds(1))
        let holds = { played.holds(UserTurn.words(of: $0), since: nil, at: .seconds(2)) }
        #expect(holds("of France is Paris and it"))
        #expect(holds("France is Paris end it lies on the sane"))  // misheard
        #expect(!holds("Paris"))
        #expect(!holds("is it big"))
        #expect(!holds("and where does the Rhine lie then"))
        let words = UserTurn.words(of: "of France is Paris and it")
        #expect(!played.holds(words, since: nil, at: .seconds(9)))
        played.ended(at: .seconds(2))
        #expect(played.holds(words, since: .seconds(2.3), at: .seconds(3)))
        #expect(!played.holds(words, since: .seconds(2.7), at: .seconds(3)))
    }
}
