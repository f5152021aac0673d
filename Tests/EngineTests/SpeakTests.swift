// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Foundation
import TestSupport
import Testing

@testable import vc_engine

/// The real thing: the built binary, the Piper voice, espeak-ng.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SpeakTests {
    @Test(arguments: ["piper", "espeak"])
    func `speech begins at once and ends with a pause`(engine: String) async throws {
        let samples = try await speech("Sure, I can help with that.", engine: engine)
        #expect((16_000...64_000).contains(samples.count))
        let audible = samples.firstIndex { $0.magnitude > SpeechTrimmer.audible.magnitude } ?? -1
        #expect((0...SpeechTrimmer.lead).contains(audible))
        let tail = samples.suffix(SpeechTrimmer.sentencePause)
        let loudest = tail.map(\.magnitude).max() ?? 0
        #expect(loudest <= SpeechTrimmer.audible.magnitude)
        let before = samples.dropLast(SpeechTrimmer.sentencePause).suffix(1)
        #expect(before.allSatisfy { $0.magnitude > SpeechTrimmer.audible.magnitude })
    }

    @Test(arguments: ["piper", "espeak"])
    func `each line is answered in order with its bytes`(engine: String) async throws {
        let child = try EngineChild("speak", "--engine", engine, "--model", joe)
        let total = child.drain()
        for line in ["One.", "", "...", "Twenty two."] { try await child.say(line) }
        child.child.input.finish()
        var done: [Int] = []
        while let report = try await child.reports.receive() {
            if report.type == "done" { done.append(report.bytes ?? -1) }
        }
        #expect(done.map { $0 > 0 } == [true, false, false, true])
        #expect(try await total.value == done.reduce(0, +))
        #expect(try await child.child.waitForEnd() == .exited(0))
    }

    @Test func `cancel stops inside a line and drops those behind it`() async throws {
        let child = try EngineChild("speak", "--model", joe)
        #expect(try await child.reports(upTo: "ready").map(\.type) == ["ready"])
        let sentence = "This is one of a great many sentences that nobody wants to hear. "
        try await child.say(String(repeating: sentence, count: 50))
        try await child.say("Neither this.")
        // The first sound: the line is being spoken.
        let first = try await child.output.receive()?.count ?? 0
        // Told before more is read: until then the child can't run ahead of the pipe.
        try await child.tell(#"{"type":"cancel","lines":3}"#)
        let rest = child.drain()
        let early = [try await child.reports.receive(), try await child.reports.receive()]
        #expect(early.map { $0?.type } == ["done", "done"])
        #expect((early[0]?.bytes ?? .max) < 1_000_000)
        #expect(early[1]?.bytes == 0)
        try await child.say("Cancelled before it was read.")
        try await child.say("Wanted.")
        child.child.input.finish()
        let late = [try await child.reports.receive(), try await child.reports.receive()]
        #expect(late[0]?.bytes == 0)
        #expect((late[1]?.bytes ?? 0) > 0)
        let counted = (early + late).reduce(0) { $0 + ($1?.bytes ?? 0) }
        #expect(try await first + rest.value == counted)
    }

    @Test func `speed changes the length`() async throws {
        func length(_ options: String) async throws -> Int {
            let line = Data("The capital of France is Paris.\n".utf8)
            return try await shell("vc-engine speak \(options)", stdin: line).samples.count
        }
        for engine in ["--model \(joe) --engine piper", "--engine espeak"] {
            let (slow, fast) = (try await length(engine), try await length("\(engine) --speed 2"))
            #expect(fast * 10 < slow * 8, "\(engine)")
        }
    }

    @Test func `another language is spoken by espeak-ng`() async throws {
        let script = """
            vc-engine speak --model \(joe) --voice de < line > one.raw
            vc-engine speak --engine espeak --voice de < line > two.raw
            cmp one.raw two.raw && wc -c < one.raw
            """
        let home = try Scratch()
        try home.write("Guten Tag.\n", to: "line")
        let outcome = try await shell(script, home: home)
        #expect(outcome.status == 0)
        #expect((Int(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0) > 16_000)
    }

    @Test(arguments: [
        ("model.onnx", "head -c 1000000 '\(joe)/model.onnx'"),
        ("model.onnx", "head -c 1000000 /dev/urandom"),
        ("model.onnx", "head -c 1000000 '\(joe)/model.onnx'; tail -c 200 '\(joe)/model.onnx'"),
        ("tokens.txt", "echo nonsense"), ("tokens.txt", ":"),
    ])
    func `a broken voice is refused`(file: String, maker: String) async throws {
        let script = """
            mkdir voice; ln -s '\(joe)'/* voice; rm voice/\(file); { \(maker); } > voice/\(file)
            vc-engine speak --model voice
            """
        let outcome = try await shell(script, stdin: Data("Hello.\n".utf8))
        #expect(outcome.status == 65)
        #expect(outcome.stderr.contains("vc-engine: cannot load the model 'voice/\(file)': "))
        #expect(outcome.stdout.isEmpty)
    }

    @Test(arguments: [
        ("--model /nonexistent", 66), ("--engine espeak --voice zz", 64), ("--engine piper", 64),
        ("--engine espeak --speed 9", 64), ("--engine espeak", 1),
    ])
    func `wrong options and empty input have their status`(
        options: String, status: Int
    ) async throws {
        let outcome = try await shell(
            "vc-engine speak \(options) < /dev/null | cat; exit $PIPESTATUS",
            interpreter: "/bin/bash")
        #expect(outcome.status == Int32(status))
        #expect(outcome.stdout.isEmpty)
    }

    @Test func `without espeak-ng the remedy is said`() async throws {
        let outcome = try await shell(
            "tool=$(command -v vc-engine); PATH=/nonexistent; \"$tool\" speak --model \(joe)",
            stdin: Data("Hello.\n".utf8))
        #expect(outcome.status == 69)
        #expect(outcome.stderr.contains("apt-get install espeak-ng"))
    }
}
