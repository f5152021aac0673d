// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Foundation
import TestSupport
import Testing

@testable import vc_engine

/// The real thing: the built binary, the real model, speech of the Piper voice.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HearTests {
    private static let question = "What is the capital of France?"

    @Test func `what was spoken is heard`() async throws {
        let audio = try await speech("The weather will be sunny tomorrow in Berlin.")
        let heard = try await shell("vc-engine hear --model \(whisper)", stdin: audio.bytes)
        #expect(Set(words(heard.text)).isSuperset(of: ["weather", "sunny", "tomorrow"]))
        #expect(heard.text.hasSuffix("\n"))
        #expect(heard.status == 0)
        #expect(heard.stderr.isEmpty)
    }

    @Test func `the language is recognised if asked`() async throws {
        let audio = try await speech(Self.question)
        let child = try EngineChild("hear", "--model", whisper, "--language", "auto")
        try await child.tell(#"{"type":"started","at":0}"#)
        try await child.send(audio)
        child.child.input.finish()
        let reports = try await child.reports(upTo: "done")
        #expect(reports.map(\.type) == ["ready", "final", "done"])
        #expect(reports.first { $0.type == "final" }?.language == "en")
        #expect(try await child.child.waitForEnd() == .exited(0))
    }

    @Test func `a pause is decoded before the turn ends, and that is the result`() async throws {
        let audio = try await speech(Self.question)
        let child = try EngineChild("hear", "--model", whisper)
        let lead = [Int16].silence(seconds: 0.5)
        try await child.tell(#"{"type":"started","at":4000}"#)
        try await child.send(lead + audio)
        let spoken = lead.count + audio.count
        try await child.tell(#"{"type":"paused","at":\#(spoken)}"#)
        let early = try await child.reports(upTo: "partial")
        let heard = words(early.last?.text)
        #expect(heard.contains("capital"))
        try await child.send([Int16].silence(seconds: 0.5))
        try await child.tell(#"{"type":"ended","at":\#(spoken + 8000)}"#)
        let late = try await child.reports(upTo: "done")
        #expect(late.map(\.type) == ["final", "done"])
        #expect(late.first?.text == early.last?.text)
        #expect(late.first?.start == 0.25)
        #expect(late.first?.end == Double(spoken) / 16_000)
        #expect(late.first?.language == "en")
    }

    @Test func `speech that goes on is decoded as a whole`() async throws {
        let first = try await speech("She works in the garden.")
        let second = try await speech("Then she takes the train.")
        let child = try EngineChild("hear", "--model", whisper)
        try await child.tell(#"{"type":"started","at":0}"#)
        try await child.send(first)
        try await child.tell(#"{"type":"paused","at":\#(first.count)}"#)
        try await child.send(second)
        try await child.tell(#"{"type":"resumed"}"#)
        try await child.tell(#"{"type":"ended","at":\#(first.count + second.count)}"#)
        let finals = try await child.reports(upTo: "done").filter { $0.type == "final" }
        #expect(finals.count == 1)
        let heard = words(finals.first?.text)
        #expect(heard.contains("garden") && heard.contains("train"))
    }

    @Test func `silence and noise are answered without words`() async throws {
        let child = try EngineChild("hear", "--model", whisper)
        var generator = Seeded(7)
        let noise = (0..<48_000).map { _ in Int16.random(in: -3000...3000, using: &generator) }
        try await child.tell(#"{"type":"started","at":0}"#)
        try await child.send([Int16].silence(seconds: 2))
        try await child.tell(#"{"type":"ended","at":32000}"#)
        #expect(try await child.reports(upTo: "done").map(\.type) == ["ready", "done"])
        try await child.tell(#"{"type":"started","at":32000}"#)
        try await child.send(noise)
        try await child.tell(#"{"type":"ended","at":80000}"#)
        #expect(try await child.reports(upTo: "done").map(\.type) == ["done"])
    }

    @Test func `cancel drops the turn, and the next one is answered`() async throws {
        let audio = try await speech(Self.question)
        let child = try EngineChild("hear", "--model", whisper)
        try await child.tell(#"{"type":"started","at":0}"#)
        try await child.send(audio)
        try await child.tell(#"{"type":"paused","at":\#(audio.count)}"#)
        try await child.tell(#"{"type":"cancel","at":\#(audio.count)}"#)
        try await child.tell(#"{"type":"started","at":\#(audio.count)}"#)
        try await child.send(try await speech("Good morning."))
        child.child.input.finish()
        let reports = try await child.reports(upTo: "done")
        let finals = reports.filter { $0.type == "final" }
        #expect(finals.map { words($0.text) } == [["good", "morning"]])
    }

    @Test func `a long turn comes in several finals and nothing is lost`() async throws {
        let story = """
            My grandmother lived in a small house by the river. Every summer we took the train \
            to visit her. She baked bread on Mondays and gave some to the neighbours. In the \
            garden grew apples, carrots and yellow roses. My brother liked to fish from the old \
            wooden bridge. We carried it home in a bucket and everybody laughed. At night we \
            could hear the frogs and the church bell. Grandfather told us stories about the war \
            and the sea. The winter was long, but letters came every week. When I was twelve, \
            they sold the house to a doctor. My sister painted pictures of the hills behind the \
            village. I still dream about the kitchen and the smell of coffee.
            """
        let audio = try await speech(story)
        #expect(audio.count > 33 * 16_000)
        let child = try EngineChild("hear", "--model", whisper)
        try await child.tell(#"{"type":"started","at":0}"#)
        try await child.send(audio)
        try await child.tell(#"{"type":"ended","at":\#(audio.count)}"#)
        let finals = try await child.reports(upTo: "done").filter { $0.type == "final" }
        #expect(finals.count >= 2)
        #expect(finals.first?.start == 0)
        for (one, next) in zip(finals, finals.dropFirst()) { #expect(one.end == next.start) }
        #expect(finals.last?.end == Double(audio.count) / 16_000)
        let heard = finals.flatMap { words($0.text) }
        for word in [
            "grandmother", "river", "train", "bread", "apples", "roses", "brother", "bridge",
            "bucket", "frogs", "bell", "stories", "sea", "winter", "letters", "doctor", "coffee",
        ] {
            #expect(heard.contains(word), "\(word)")
        }
    }

    @Test(arguments: [0, 4, 10_000, 600_000, 3_000_000, 81_768_000])
    func `a model that is cut short is refused`(bytes: Int) async throws {
        let home = try Scratch()
        let script = "head -c \(bytes) '\(whisper)' > cut.bin; vc-engine hear --model cut.bin"
        let outcome = try await shell(script, stdin: Data(count: 3200), home: home)
        #expect(outcome.status == 65)
        #expect(outcome.stderr.hasPrefix("vc-engine: cannot load the model 'cut.bin': it is"))
        #expect(outcome.stdout.isEmpty)
    }

    @Test func `a controlled child says why it can't go on`() async throws {
        let child = try EngineChild("hear", "--model", "/nonexistent")
        let report = try await child.reports(upTo: "error").last
        #expect(report?.status == 66)
        #expect(report?.message?.contains("No such file") == true)
        #expect(try await child.child.waitForEnd() == .exited(66))
    }

    @Test(arguments: [
        ("--model '\(whisper)' --language xx", 64), ("--model '\(whisper)' --threads 0", 64),
        ("", 64), ("--model '\(whisper)'", 1),
    ])
    func `wrong options and empty input have their status`(
        options: String, status: Int
    ) async throws {
        let outcome = try await shell("vc-engine hear \(options) < /dev/null")
        #expect(outcome.status == Int32(status))
        #expect(outcome.stdout.isEmpty)
    }
}
