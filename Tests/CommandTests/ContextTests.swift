// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// What of a conversation is sent, summarised and cached, as the stand-in for Bedrock sees it.
@Suite(.timeLimit(.minutes(5)))
struct ContextTests {
    private static let settings =
        #"{"bedrock": {"first_token": 0.01, "tokens_per_second": 1000}}"#

    private func ask(
        _ script: String, _ standIn: StandIn, home: Scratch? = nil
    ) async throws -> Outcome {
        try await shell(
            "ask() { vc-ask --provider aws --model amazon.nova-lite-v1:0 \"$@\"; }\n" + script,
            home: home, environment: standIn.environment.mapValues { $0 })
    }

    /// A request to Converse: its system text, its messages, and where it has cache points.
    private struct Asked: Equatable {
        var system = ""
        var messages: [String] = []
        /// `system`, or the number of a message.
        var points: [String] = []

        init(_ record: [String: Any]) {
            for block in record["system"] as? [[String: Any]] ?? [] {
                system += block["text"] as? String ?? ""
                if block["cachePoint"] != nil { points.append("system") }
            }
            for (index, message) in (record["messages"] as? [[String: Any]] ?? []).enumerated() {
                for block in message["content"] as? [[String: Any]] ?? [] {
                    if let text = block["text"] as? String { messages.append(text) }
                    if block["cachePoint"] != nil { points.append("\(index)") }
                }
            }
        }
    }

    private func asked(_ standIn: StandIn) throws -> [Asked] {
        try standIn.log("conversation").map { Asked($0) }
    }

    @Test func `what falls out is summarised after the answer, and goes with what follows`()
        async throws
    {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let home = try Scratch()
        let outcome = try await ask(
            """
            for n in 1 2 3 4 5 6; do echo "This is the turn that has number $n"; done |
                ask --json --no-default-system --context-tokens 120 --memory long
            """, standIn, home: home)
        #expect(outcome.stderr == "")
        let types = outcome.text.split(separator: "\n").compactMap {
            $0.firstMatch(of: /"type":"([a-z]+)"/)?.1
        }.filter { $0 != "text" }
        // Always between a reply and the next turn.
        let first = try #require(types.firstIndex(of: "summary"))
        #expect(types[first - 1] == "reply")
        let all = try asked(standIn)
        let summaries = all.indices.filter { all[$0].system.hasPrefix("You keep the memory") }
        #expect(!summaries.isEmpty)
        for index in summaries where index + 1 < all.count {
            #expect(!all[index - 1].messages.isEmpty)
            let next = all[index + 1]
            #expect(
                next.system.hasPrefix(
                    "What you remember of the conversation before this:\nYou said: "))
            #expect(next.messages.count < 6)
            #expect(next.messages.last?.hasPrefix("This is the turn that has number") == true)
        }
        #expect(
            all[summaries[0]].messages[0].contains("User: This is the turn that has number 1\n"))
        #expect(try await standIn.status().failed_validations == 0)

        // The next run has the summary and what it doesn't take in, and all of it is kept.
        let next = try await ask(
            "ask --no-default-system --continue last; vc-ask --export long | wc -l", standIn,
            home: home)
        #expect(next.text.hasSuffix("\n15\n"))
        let last = try #require(try asked(standIn).last { $0.messages.last == "last" })
        #expect(last.system.hasPrefix("What you remember of the conversation before this:\n"))
        #expect(!last.messages.contains("This is the turn that has number 1"))
        #expect(last.messages.contains("This is the turn that has number 6"))
    }

    @Test func `a summary that fails costs a warning, and is made after the next answer`()
        async throws
    {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let script = """
            for n in 1 2 3 4 5 6; do echo "This is the turn that has number $n"; done |
                ask --no-default-system --context-tokens 120
            """
        let well = try await ask(script, standIn)
        let summaries = try asked(standIn).indices.filter {
            try asked(standIn)[$0].system.hasPrefix("You keep the memory")
        }
        let first = try #require(summaries.first)
        try await standIn.fail(
            #"{"operation": "bedrock", "action": "error", "status": 400, "nth": \#(first + 1), "#
                + #""code": "ValidationException", "message": "no such thing"}"#)
        let outcome = try await ask(script, standIn)
        #expect(outcome.text == well.text)
        #expect(outcome.status == 0)
        #expect(
            outcome.stderr.hasPrefix(
                "vc-ask: warning: what was said long ago could not be summarised: "))
        #expect(outcome.stderr.split(separator: "\n").count == 1)
        let after = try asked(standIn).dropFirst(12 - 6 + summaries.count)
        #expect(after.contains { $0.messages.first?.contains("has number 1\n") == true })
    }

    /// Four characters a token, to the stand-in: about 1200 tokens.
    private let long = "yes 'word' | head -1200 | tr '\\n' ' ' > long.txt\n"

    @Test func `what the next request begins with is cached, where it is long enough`() async throws
    {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let outcome = try await ask(
            long
                + "printf 'one\\ntwo\\nthree\\n' | ask --system @long.txt --context-tokens 9000 --json",
            standIn)
        #expect(
            try asked(standIn).map(\.points) == [
                ["system"], ["system", "1"], ["system", "1", "3"],
            ])
        let replies = outcome.text.split(separator: "\n").filter { $0.contains(#""type":"reply""#) }
        let read = replies.compactMap { $0.firstMatch(of: /"cache_read_tokens":(\d+)/)?.1 }
        #expect(read.count == 3)
        #expect(read.first == "0")
        #expect(read.dropFirst().allSatisfy { Int($0) ?? 0 > 1000 })
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test(arguments: [
        ("amazon.nova-lite-v1:0", "--system short", [[], []]),
        ("us.meta.llama4-scout-17b-instruct-v1:0", "--system @long.txt", [[], []]),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "--system @long.txt", [[], []]),
        (
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "--system @long.txt",
            [["system"], ["system", "1"]]
        ),
    ])
    func `only what the model takes and keeps is cached`(
        model: String, options: String, points: [[String]]
    ) async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let outcome = try await ask(
            long + "printf 'one\\ntwo\\n' | ask --model \(model) \(options) --context-tokens 9000",
            standIn)
        #expect(outcome.status == 0)
        #expect(try asked(standIn).map(\.points) == points)
        #expect(try await standIn.status().failed_validations == 0)
    }
}
