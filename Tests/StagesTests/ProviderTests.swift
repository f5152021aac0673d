// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dialogue
import Reporting
import Testing

@testable import Stages

struct ProviderTests {
    @Test(arguments: [
        ("auto", Provider.auto), ("aws", .aws), ("offline", .offline), ("openai", .openai),
        ("exec:cat -u", .exec("cat -u")), ("exec:exec:x", .exec("exec:x")),
    ])
    func `a provider is written as it is typed`(text: String, provider: Provider) {
        #expect(Provider(argument: text) == provider)
        #expect(provider.description == text)
    }

    @Test(arguments: ["", "exec:", "exec", "AWS", "offline ", "cat"])
    func `what is none is refused`(text: String) {
        #expect(Provider(argument: text) == nil)
    }

    @Test(arguments: [
        ["--max-tokens", "0"], ["--temperature", "-1"], ["--temperature", "2.1"],
        ["--temperature", "nan"], ["--top-p", "1.5"], ["--top-p", "-0.1"],
    ])
    func `what no model takes is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try ReplyOptions.parse(arguments) }
    }

    @Test(arguments: [
        (["--max-tokens", "-5"], "--max-tokens takes a number from 1, not -5."),
        (["--temperature", "-1"], "--temperature takes a number from 0 to 2, not -1.0."),
        (["--stop", "a", "--stop", ""], "--stop takes a text that isn't empty."),
    ])
    func `what is wrong with a value is told`(arguments: [String], message: String) {
        let error = #expect(throws: (any Error).self) { try ReplyOptions.parse(arguments) }
        #expect(error.map { ReplyOptions.message(for: $0) } == message)
    }

    @Test func `options are handed on`() throws {
        let options = try ReplyOptions.parse([
            "--max-tokens", "5", "--temperature", "0", "--top-p", "1", "--stop", "a", "--stop", "b",
        ])
        #expect(options.generation.maxTokens == 5)
        #expect(options.generation.temperature == 0)
        #expect(options.generation.topP == 1)
        #expect(options.generation.stopSequences == ["a", "b"])
    }

    @Test(arguments: ["0", "0.1", "5", "nan", "inf"])
    func `no voice speaks at such a speed`(speed: String) {
        #expect(throws: (any Error).self) { try VoiceOptions.parse(["--speed", speed]) }
    }

    @Test func `each failure has its status`() {
        let statuses: [(StagesError, Reporting.ExitStatus)] = [
            (.noEndpoint, .usage),
            (.unsupported(provider: "aws", stage: "hear"), .unavailable),
            (.notInstalled(missing: "x"), .unavailable), (.unknownVoice("x"), .usage),
            (.noModelFile("x"), .noInput), (.changedModel(path: "x"), .badInput),
            (.unknownModel("x", known: []), .unavailable), (.serverFailed("x"), .unavailable),
        ]
        for (error, status) in statuses { #expect(error.status == status) }
    }

    @Test func `a failure is told to all who wait, and is not kept`() async throws {
        struct Failure: Error {}
        let once = Once<Int>()
        await #expect(throws: Failure.self) { try await once.value { throw Failure() } }
        #expect(try await once.value { 7 } == 7)
        #expect(try await once.value { 8 } == 7)
    }
}
