// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import LoopbackServer
import Reporting
import Testing
import Transfer

@testable import OpenAI

/// Testing has one of its own.
private typealias Attachment = Dialogue.Attachment

/// Against a server that judges each request, in a process of its own.
@Suite(.timeLimit(.minutes(5)))
struct ChatCompletionsTests {
    let server: LoopbackServer

    init() async throws { server = try await LoopbackServer("chat_server.py") }

    func model(
        _ name: String?, key: String? = "sk-right", extra: [String: JSONValue] = [:],
        primes: Bool = false, path: String = "", deadlines: Deadlines = .init()
    ) throws -> ChatCompletions {
        try ChatCompletions(
            endpoint: server.url(path), model: name, apiKey: key, primes: primes, extra: extra,
            retries: RetryPolicy(backoff: .milliseconds(1)), deadlines: deadlines)
    }

    let question = ReplyRequest(messages: [Message(.user, "Hi")])

    /// What was delivered, and the error that ended it.
    func reply(
        _ model: ChatCompletions, to request: ReplyRequest? = nil
    ) async -> (text: String, end: ReplyEvent?, error: (any Error)?) {
        let output = Channel<ReplyEvent>(capacity: 100_000)
        var failure: (any Error)?
        do {
            try await model.reply(to: request ?? question, into: output)
        } catch { failure = error }
        var text = ""
        var end: ReplyEvent?
        while let event = output.tryReceive() {
            if case .text(let piece) = event { text += piece } else { end = event }
        }
        return (text, end, failure)
    }

    static let whole = "Héllo 語! 👋🏽"
    static let end = ReplyEvent.finished(.complete, Usage(inputTokens: 12, outputTokens: 6))

    @Test(arguments: ["", "/", "/v1", "/v1/"])
    func `a reply comes as it was written, without what was only thought`(path: String) async throws
    {
        let (text, end, error) = await reply(try model("echo", path: path))
        #expect(text == Self.whole)
        #expect(end == Self.end)
        #expect(error == nil)
    }

    @Test func `any split on the way gives the same reply`() async throws {
        let (text, end, error) = await reply(try model("crumbs"))
        #expect(text == Self.whole)
        #expect(end == Self.end)
        #expect(error == nil)
    }

    @Test func `images are data URLs before the words, documents are refused`() async throws {
        let image = try Attachment("a.gif", Array("GIF89a\u{1}\0\u{1}\0;".utf8))
        let request = ReplyRequest(messages: [Message(.user, "Hi", attachments: [image])])
        let (_, _, error) = await reply(try model("echo"), to: request)
        #expect(error == nil)
        #expect(
            try await server.line(beginning: "body")?.contains(
                #""messages": [{"content": [{"image_url": {"url": "#
                    + #""data:image/gif;base64,R0lGODlhAQABADs="}, "type": "image_url"}, "#
                    + #"{"text": "Hi", "type": "text"}], "role": "user"}]"#) == true)
        let document = try Attachment("a.md", [0x61])
        let other = ReplyRequest(messages: [Message(.user, "Hi", attachments: [document])])
        #expect(await reply(try model("echo"), to: other).error is AttachmentError)
    }

    @Test func `the request holds the conversation and the options`() async throws {
        let request = ReplyRequest(
            system: "Be kind.",
            messages: [Message(.user, "a\"b"), Message(.assistant, "é"), Message(.user, "c")],
            options: .init(maxTokens: 1, temperature: 0.5, topP: 0.25, stopSequences: ["x", "y"]))
        let (_, end, error) = await reply(
            try model("echo", extra: ["cache_prompt": .bool(true)]), to: request)
        #expect(error == nil)
        #expect(end == .finished(.maxTokens, Usage(inputTokens: 12, outputTokens: 6)))
        #expect(
            try await server.line(beginning: "body") == #"body {"cache_prompt": true, "#
                + #""max_tokens": 1, "messages": [{"content": "Be kind.", "role": "system"}, "#
                + #"{"content": "a\"b", "role": "user"}, {"content": "é", "role": "assistant"}, "#
                + #"{"content": "c", "role": "user"}], "model": "echo", "stop": ["x", "y"], "#
                + #""stream": true, "stream_options": {"include_usage": true}, "#
                + #""temperature": 0.5, "top_p": 0.25}"#)
    }

    @Test func `preparing opens the connection that replies use`() async throws {
        let model = try model("echo")
        try await model.prepare(system: "Be kind.")
        for _ in 0..<2 { #expect(await reply(model).error == nil) }
        #expect(
            try await server.linesSoFar().filter { $0.hasPrefix("request") } == [
                "request HEAD /v1/models on 1", "request POST /v1/chat/completions on 1",
                "request POST /v1/chat/completions on 1",
            ])
    }

    @Test func `priming has the server read the system text`() async throws {
        try await model(nil, primes: true).prepare(system: "Be kind.")
        let line = try await server.line(beginning: "body")
        #expect(line?.contains(#"{"content": "Be kind.", "role": "system"}"#) == true)
        #expect(line?.contains(#""max_tokens": 1"#) == true)
    }

    @Test func `a busy server is asked again`() async throws {
        let (text, _, error) = await reply(try model("busy-twice"))
        #expect(text == Self.whole)
        #expect(error == nil)
    }

    @Test func `a server that was just started is waited for`() async throws {
        // Its port is refused first, then it says 503 for longer than retries would last.
        let late = try await LoopbackServer("chat_server.py", ["late"])
        let model = try ChatCompletions(
            endpoint: late.url(""), model: "loading", apiKey: "sk-right", waitsForServer: true,
            retries: RetryPolicy(attempts: 1))
        async let ready: Void = model.prepare(system: nil)
        try late.go()
        try await ready
        let (text, _, error) = await reply(model)
        #expect(text == Self.whole)
        #expect(error == nil)
    }

    @Test(arguments: [("busy", 4), ("busy-for-an-hour", 1)])
    func `a server that stays busy`(name: String, attempts: Int) async throws {
        let error = await reply(try model(name)).error as? OpenAIError
        #expect(
            error?.description == "127.0.0.1:\(server.port) answered 429: Rate limit reached")
        #expect(error?.status == .tryAgain)
        #expect(try await server.linesSoFar().filter { $0.hasPrefix("body") }.count == attempts)
    }

    @Test(arguments: [
        ("failing", "answered 500: something broke", Reporting.ExitStatus.unavailable),
        ("forbidden", "answered 403: No access", .noPermission),
        ("no-such", "answered 404: The model `no-such` does not exist", .unavailable),
        ("html", "ended before it was complete", .unavailable),
    ])
    func `the server's own words are shown`(
        name: String, words: String, status: Reporting.ExitStatus
    )
        async throws
    {
        let (text, end, failure) = await reply(try model(name))
        let error = failure as? OpenAIError
        #expect(text.isEmpty)
        #expect(end == nil)
        #expect(error?.description.hasSuffix(words) == true)
        #expect(error?.status == status)
    }

    @Test(arguments: [nil, "sk-wrong"])
    func `a wrong key is not shown`(key: String?) async throws {
        let error = await reply(try model("echo", key: key)).error as? OpenAIError
        #expect(error?.status == .noPermission)
        #expect(error?.hint != nil)
        #expect(error?.description.contains("Incorrect API key provided: ") == true || key == nil)
        #expect(error?.description.contains("sk-wrong") == false)
    }

    @Test(arguments: [
        ("cut-off", "half"), ("torn", "half"), ("broken-json", "good"), ("error-inside", "good"),
    ])
    func `a reply that breaks off is an error, and what came is delivered`(
        name: String, delivered: String
    ) async throws {
        let (text, end, failure) = await reply(try model(name))
        #expect(text == delivered)
        #expect(end == nil)
        #expect((failure as? any ReportableError)?.status == .unavailable)
    }

    @Test func `a reply with its reason and without its end mark is whole`() async throws {
        let (text, end, error) = await reply(try model("no-done"))
        #expect(text == "all")
        #expect(end == Self.end)
        #expect(error == nil)
    }

    @Test func `a server that stands still is named`() async throws {
        let deadlines = Deadlines(silence: .seconds(2))
        let (text, _, failure) = await reply(try model("stall", deadlines: deadlines))
        #expect(text == "begun")
        let error = failure as? TransferError
        #expect(
            error?.description == "the answer of 127.0.0.1:\(server.port) stood still for 2 s")
    }

    @Test(arguments: ["hang", "stall", "endless"])
    func `cancelling stops the server`(name: String) async throws {
        let model = try model(name)
        let task = Task { await reply(model) }
        _ = try await server.line(beginning: "body")
        task.cancel()
        #expect(try await server.line(beginning: "closed") == "closed 1")
        #expect(await task.value.error is CancellationError)
    }

    @Test func `a consumer that is slow slows the reply and loses nothing`() async throws {
        let output = Channel<ReplyEvent>(capacity: 1)
        let model = try model("many")
        async let done: Void = model.reply(to: question, into: output)
        var count = 0
        while case .text? = try await output.receive() { count += 1 }
        try await done
        #expect(count == 20_000)
    }
}
