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
        var history = History(system: "s", limit: .init(messages: limit, tokens: 1000))
        for turn in 0..<50 {
            history.addTurn("turn \(turn)")
            #expect(history.messages.count <= limit)
            #expect(history.messages.first?.role == .user)
            #expect(history.messages.last?.text == "turn \(turn)")
            history.addReply("reply \(turn)")
        }
        #expect(history.request().system == "s")
    }

    /// Of 10 tokens and 4 for the message, by our own count.
    private let text = String(repeating: "a", count: 37)

    @Test func `long texts push old turns out, but never the last`() {
        var history = History(limit: .init(messages: 100, tokens: 40))
        history.addTurn(text)
        history.addReply(text)
        history.addTurn("short")
        #expect(history.messages.count == 3)
        history.addReply("ok")
        let long = String(repeating: "c", count: 300)
        history.addTurn(long)
        #expect(history.messages == [Message(.user, long)])
    }

    @Test func `what stands above the conversation counts, and is never forgotten`() {
        let examples = [Message(.user, text), Message(.assistant, text)]
        var history = History(
            Prompt("Be brief.", examples: examples), limit: .init(messages: 100, tokens: 70))
        for turn in 0..<9 {
            history.addTurn("turn \(turn)")
            let request = history.request()
            #expect(TokenCount.of(request) <= 70)
            #expect(request.system == "Be brief.")
            #expect(Array(request.messages.prefix(2)) == examples)
            #expect(request.messages.last == Message(.user, "turn \(turn)"))
            history.addReply("yes")
        }
    }

    @Test func `what falls out is summarised, and the summary takes its place`() throws {
        var history = History(limit: .init(messages: 100, tokens: 60))
        #expect(history.summaryTask == nil)
        for turn in 0..<3 {
            history.addTurn("turn \(turn)" + text)
            history.addReply("reply \(turn)")
        }
        let task = try #require(history.summaryTask)
        #expect(task.request.messages.count == 1)
        let asked = try #require(task.request.messages.first?.text)
        for turn in 0..<task.end {
            #expect(asked.contains("User: turn \(turn)\(text)\nAssistant: reply \(turn)\n"))
        }
        #expect(task.end > 0)
        #expect(!asked.contains("turn 2"))
        #expect(!history.request().messages.contains { asked.contains($0.text) })
        #expect(history.take(" They took turns. ", of: task) == true)
        #expect(history.summary == "They took turns.")
        #expect(history.summaryTask == nil)
        #expect(
            history.request().system
                == "What you remember of the conversation before this:\nThey took turns.")
    }

    @Test func `what falls out while a summary is made is for the next`() throws {
        var history = History(limit: .init(messages: 2, tokens: 1000))
        for turn in 0..<2 {
            history.addTurn("turn \(turn)")
            history.addReply("reply \(turn)")
        }
        let task = try #require(history.summaryTask)
        history.addTurn("turn 2")
        history.addReply("reply 2")
        #expect(history.take("first", of: task) == true)
        let next = try #require(history.summaryTask)
        #expect(
            next.request.messages.first?.text
                == "Remembered so far:\nfirst\n\nSaid since then:\n"
                + "User: turn 1\nAssistant: reply 1\n")
        #expect(next.end == 2)
        #expect(history.take(" \n", of: next) == false)
        #expect(history.summaryTask == next)
    }

    @Test func `a long memory is summarised in steps, and nothing is passed over`() throws {
        let exchanges = (0..<40).map {
            Exchange(number: $0, turn: "Fact number \($0) is told here.", reply: "Noted.")
        }
        var history = History(Prompt(nil), exchanges: exchanges, limit: .init(tokens: 150))
        var (asked, end) = ("", 0)
        while let task = history.summaryTask {
            #expect(task.end > end)
            #expect(TokenCount.of(task.request.messages) < 300)
            end = task.end
            asked += task.request.messages[0].text
            let isTaken = history.take("short", of: task)
            #expect(isTaken)
        }
        #expect(end > 30)
        for number in 0..<end { #expect(asked.contains("Fact number \(number) is")) }
        #expect(history.request().messages.first?.text == exchanges[end].turn)
    }

    @Test func `what was added to a request on its way says nothing about counting`() {
        var history = History(limit: .init(tokens: 100))
        history.addTurn("A turn of some words is this.")
        let request = history.request()
        history.learn(tokens: 5000, of: request)
        history.addReply("Yes.")
        history.addTurn("Another turn of some words.")
        #expect(history.messages.count == 3)
    }

    @Test func `exchanges keep their numbers, also those of an earlier run`() {
        var history = History(
            Prompt(nil), exchanges: [Exchange(number: 0, turn: "a", reply: "b")],
            limit: .init(messages: 4, tokens: 1000))
        #expect(history.lastExchange == Exchange(number: 0, turn: "a", reply: "b"))
        for turn in 1..<6 {
            history.addTurn("turn \(turn)")
            #expect(history.lastExchange == nil)
            history.addReply("reply")
            #expect(
                history.lastExchange
                    == Exchange(number: turn, turn: "turn \(turn)", reply: "reply"))
        }
        history.addTurn("five")
        #expect(
            history.correctTurn("turn 5", to: "turn V")
                == Exchange(number: 5, turn: "turn V", reply: "reply"))
        #expect(history.correctTurn("five", to: "six") == nil)
    }

    @Test func `a model that counts more gets less`() {
        var history = History(limit: .init(messages: 100, tokens: 67))
        history.addTurn(text)
        let request = history.request()
        history.learn(tokens: TokenCount.of(request) * 2, of: request)
        history.learn(tokens: 1, of: request)
        history.addReply(text)
        #expect(history.messages.count == 2)
        history.addTurn(text)
        #expect(history.messages.count == 1)
    }
}
