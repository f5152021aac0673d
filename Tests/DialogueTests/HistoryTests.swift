// SPDX-License-Identifier: MIT-0

import Testing

@testable import Dialogue

struct HistoryTests {
    @Test func `turns and replies alternate`() {
        var history = History(system: "Be brief.")
        history.addTurn(" Hello \n")
        history.addReply("Hi!")
        history.addTurn("What's 2 + 2?")
        let options = GenerationOptions(maxTokens: 9)
        #expect(
            history.request(options: options)
                == ReplyRequest(
                    system: "Be brief.",
                    messages: [
                        Message(.user, "Hello"), Message(.assistant, "Hi!"),
                        Message(.user, "What's 2 + 2?"),
                    ], options: options))
    }

    @Test func `a turn without a reply is continued or dropped`() {
        var history = History()
        history.addTurn("One")
        history.addReply("  ")
        #expect(history.isAwaitingReply)
        history.addTurn("two")
        #expect(history.messages == [Message(.user, "One\ntwo")])
        history.dropUnansweredTurn()
        #expect(history.messages.isEmpty)
        history.addReply("to nobody")
        history.addTurn("")
        #expect(history.messages.isEmpty)
    }

    @Test func `an interrupted reply keeps what was heard`() {
        var history = History()
        history.addTurn("Tell me a story")
        history.addReply("Once upon a time there was a fox.")
        history.interruptReply(heard: "Once upon a time ")
        #expect(history.messages.last == Message(.assistant, "Once upon a time…"))
        history.dropUnansweredTurn()
        #expect(history.messages.count == 2)
    }

    @Test func `a reply that was not heard at all goes`() {
        var history = History()
        history.interruptReply(heard: "x")
        history.addTurn("Tell me")
        history.addReply("No")
        history.interruptReply(heard: "")
        #expect(history.messages == [Message(.user, "Tell me")])
        #expect(history.isAwaitingReply)
    }

    @Test(arguments: [1, 2, 3, 8, 9])
    func `the oldest turns are forgotten in pairs`(limit: Int) {
        var history = History(system: "s", limit: .init(messages: limit, characters: 1000))
        for turn in 0..<50 {
            history.addTurn("turn \(turn)")
            #expect(history.messages.count <= limit)
            #expect(history.messages.first?.role == .user)
            #expect(history.messages.last?.text == "turn \(turn)")
            history.addReply("reply \(turn)")
        }
        #expect(history.request().system == "s")
    }

    @Test func `long texts push old turns out, but never the last`() {
        var history = History(limit: .init(messages: 100, characters: 40))
        history.addTurn(String(repeating: "a", count: 15))
        history.addReply(String(repeating: "b", count: 15))
        history.addTurn("short")
        #expect(history.messages.count == 3)
        history.addReply("ok")
        history.addTurn(String(repeating: "c", count: 100))
        #expect(history.messages == [Message(.user, String(repeating: "c", count: 100))])
    }
}
