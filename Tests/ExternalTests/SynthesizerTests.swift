// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import Foundation
import Reporting
import TestSupport
import Testing

@testable import External

@Suite(.timeLimit(.minutes(5)))
struct SynthesizerTests {
    @Test(arguments: 0..<6)
    func `nothing is lost, however bytes and done race`(seed: Int) async throws {
        let synthesizer = ExternalSynthesizer(controlledChild("speak \(seed)"))
        let pieces = (1...12).map { String(repeating: "x", count: $0 * 7 % 5 + 1) + "\($0)" }
        let speech = try await speak(pieces, with: synthesizer)
        #expect(speech.ended == pieces)
        let frames = pieces.enumerated().flatMap { number, piece in
            [Int16](repeating: Int16(number + 1), count: piece.count * 100)
        }
        #expect(speech.runs.flatMap(\.samples) == frames)
    }

    @Test func `pieces without sound end too`() async throws {
        let silent = """
            echo '{"type":"ready"}' >&4
            while read -r line; do echo '{"type":"done","bytes":0}' >&4; done
            """
        let synthesizer = ExternalSynthesizer(.shell(silent, hasControl: true))
        #expect(try await speak(["a", "b", "c"], with: synthesizer).ended == ["a", "b", "c"])
    }

    @Test(arguments: 0..<4)
    func `an answer that is dropped leaves nothing to the next`(seed: Int) async throws {
        let synthesizer = ExternalSynthesizer(controlledChild("speak \(seed)"))
        try await speakAndCancel(["one", "two", "three", "four"], with: synthesizer)
        let speech = try await speak(["next", "last"], with: synthesizer)
        #expect(speech.ended == ["next", "last"])
        #expect(speech.runs.flatMap(\.samples).count == 800)
    }

    @Test func `a plain child's piece ends when it falls quiet`() async throws {
        let synthesizer = ExternalSynthesizer(.shell("exec cat", hasControl: true))
        let speech = try await speak(["ab", "cdef"], with: synthesizer)
        // `cat` speaks the line with its line feed; an odd byte at the end is dropped.
        #expect(speech.runs.map(\.samples.count) == [1, 2])
        #expect(speech.ended == ["ab", "cdef"])
    }

    @Test func `a controlled child may take its time before it says so`() async throws {
        let limits = SpeakingChild.Limits(patience: .milliseconds(1))
        let synthesizer = ExternalSynthesizer(controlledChild("speak"), limits)
        let speech = try await speak(["one", "three"], with: synthesizer)
        #expect(speech.ended == ["one", "three"])
        #expect(speech.runs.flatMap(\.samples).count == 800)
    }

    @Test func `a plain child's first piece may take as long as it loads, the next may not`()
        async throws
    {
        let limits = SpeakingChild.Limits(patience: .milliseconds(1))
        let command = "read -r l; echo abc; read -r l; read -r l; exec cat"
        let synthesizer = ExternalSynthesizer(.shell(command, hasControl: true), limits)
        let speech = try await speak(["one", "two", "three"], with: synthesizer)
        #expect(speech.ended == ["one", "two", "three"])
        #expect(speech.runs.map(\.text) == ["one"])
    }

    @Test func `a plain child that is cut off is started anew`() async throws {
        let command = "echo $$ >> pids; while read -r line; do yes; done"
        let scratch = try Scratch()
        let synthesizer = ExternalSynthesizer(
            .shell("cd '\(scratch.path)'; \(command)", hasControl: true))
        try await speakAndCancel(["one"], with: synthesizer)
        try await speakAndCancel(["two"], with: synthesizer)
        let pids = try String(contentsOf: scratch.url.appending(path: "pids"), encoding: .utf8)
        #expect(Set(pids.split(separator: "\n")).count == 2)
    }

    @Test(arguments: [
        ("exit 4", "ended with status 4"), ("read -r l; exit 4", "ended with status 4"),
        ("read -r l; printf abcd; kill -9 $$", "was killed by signal 9 (Killed)"),
    ])
    func `a child that dies is named, with its end`(command: String, end: String) async throws {
        let synthesizer = ExternalSynthesizer(.shell(command, hasControl: true))
        let error = await #expect(throws: ChildError.self) {
            _ = try await speak(["one", "two"], with: synthesizer)
        }
        #expect(error?.description == "'\(command)' \(end)")
    }

    @Test func `what a child says of its failure is what the user reads`() async throws {
        let command = #"""
            echo '{"type":"error","message":"the voice is hoarse","status":65}' >&4; exit 65
            """#
        let synthesizer = ExternalSynthesizer(.shell(command, hasControl: true))
        let error = await #expect(throws: ChildError.self) {
            _ = try await speak(["one"], with: synthesizer)
        }
        #expect(error?.description == "the voice is hoarse")
        #expect(error?.status == .badInput)
    }

    @Test(arguments: [
        "exec python3 '\(repository.path)/Tests/Fixtures/child.py' speak", "exec cat",
    ])
    func `what makes the pieces may fail, and the voice goes on`(command: String) async throws {
        struct Failure: Error {}
        let synthesizer = ExternalSynthesizer(.shell(command, hasControl: true))
        await #expect(throws: Failure.self) {
            try await withChannel(of: SpeechEvent.self) { events in
                try await withChannel(of: String.self, capacity: 1) { pieces in
                    try await pieces.send("one")
                    throw Failure()
                } consume: { pieces in
                    try await synthesizer.synthesize(pieces, into: events)
                }
            } consume: { events in
                for try await _ in events {}
            }
        }
        #expect(try await speak(["next"], with: synthesizer).ended == ["next"])
    }

    @Test func `garbage among the reports is passed over`() async throws {
        let command = #"""
            printf 'x\n\n{}\n[1]\n{"type":"weather"}\n\377\376\n{"type":"ready"}\n' >&4
            while read -r line; do printf abcd; echo '{"type":"done","bytes":4}' >&4; done
            """#
        let synthesizer = ExternalSynthesizer(.shell(command, hasControl: true))
        let speech = try await speak(["a", "b"], with: synthesizer)
        #expect(speech.runs.flatMap(\.samples).count == 4)
        #expect(speech.ended == ["a", "b"])
    }
}
