// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import External
import Reporting
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct LanguageModelTests {
    private func model(_ command: String) -> ExternalLanguageModel {
        ExternalLanguageModel(.shell(command, hasControl: true))
    }

    @Test func `a plain child answers a line with a line`() async throws {
        let model = model("exec sed -u 's/^/you said /'")
        #expect(try await ask("one", of: model) == "you said one")
        #expect(try await ask("two\nlines", of: model) == "you said two lines")
    }

    @Test func `the last line of a plain child may lack its end`() async throws {
        #expect(try await ask("one", of: model("read -r l; printf %s \"$l\"")) == "one")
        #expect(try await ask("one", of: model("read -r l; printf 'a\\303'")) == "a\u{FFFD}")
    }

    @Test(arguments: 0..<6)
    func `a controlled child's reply has as many lines as it likes`(seed: Int) async throws {
        let model = ExternalLanguageModel(controlledChild("ask \(seed)"))
        for turn in ["one", "two", "three"] {
            #expect(try await ask(turn, of: model) == "you said\n\(turn)")
        }
    }

    /// Asks, and cancels once the reply has begun.
    private func askAndCancel(_ turn: String, of model: ExternalLanguageModel) async throws {
        try await withChannel(of: ReplyEvent.self) { events in
            try await model.reply(to: ReplyRequest(messages: [Message(.user, turn)]), into: events)
        } consume: { events in
            _ = try await events.receive()
        }
    }

    @Test func `one that dies of an interruption is started anew`() async throws {
        let model = model("read -r l; printf 'on %s' \"$l\"; exec sleep 1000")
        try await askAndCancel("one", of: model)
        try await askAndCancel("two", of: model)
    }

    @Test func `what one that survives still says to the turn before is not the answer`()
        async throws
    {
        let model = model(
            """
            trap 'go=1' INT
            while read -r l; do
                go=
                case $l in slow*) printf 'on '; while [ ! $go ]; do sleep 0.01; done; esac
                echo "$l"
            done
            """)
        try await askAndCancel("slow one", of: model)
        #expect(try await ask("two", of: model) == "two")
        #expect(try await ask("three", of: model) == "three")
    }

    @Test(arguments: 0..<4)
    func `a controlled child goes on after an interruption`(seed: Int) async throws {
        let model = ExternalLanguageModel(controlledChild("ask \(seed)"))
        try await askAndCancel("one", of: model)
        #expect(try await ask("two", of: model) == "you said\ntwo")
    }

    @Test(arguments: [
        ("exit 4", "ended with status 4"),
        ("read -r l; kill $$", "was killed by signal 15 (Terminated)"),
    ])
    func `a child that dies is named, with its end`(command: String, end: String) async throws {
        let model = model(command)
        let error = await #expect(throws: ChildError.self) { _ = try await ask("one", of: model) }
        #expect(error?.description == "'\(command)' \(end)")
        // The next turn finds a new child.
        await #expect(throws: ChildError.self) { _ = try await ask("two", of: model) }
    }

    @Test func `a command that is not there is hinted at`() async throws {
        let model = model("no-such-model --quick")
        let error = await #expect(throws: ChildError.self) { _ = try await ask("one", of: model) }
        #expect(error?.hint == "is the first word of 'no-such-model --quick' on PATH?")
        #expect(error?.status == .unavailable)
    }

    @Test func `what a child says of its failure is what the user reads`() async throws {
        let model = model(#"echo '{"type":"error","message":"no idea"}' >&4; read -r l"#)
        let error = await #expect(throws: ChildError.self) { _ = try await ask("one", of: model) }
        #expect(error?.description == "no idea")
        #expect(error?.status == .unavailable)
    }
}
