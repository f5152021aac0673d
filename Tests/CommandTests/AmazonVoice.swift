// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// A stand-in for Polly that speaks fast, and what it is bound to say.
struct AmazonVoice {
    let server: StandIn
    /// Seconds of a word.
    private static let word = 0.05

    /// `polly` is JSON: settings beside pace and length of words.
    init(
        _ polly: String = #""pace": 1000, "first_byte": 0.05"#, arguments: [String] = []
    ) async throws {
        server = try await StandIn(
            #"{"polly": {"word_seconds": \#(Self.word), \#(polly)}}"#, python: testPython,
            arguments: arguments)
    }

    /// Runs a script in which `speak` is `vc-speak --provider aws`.
    func run(_ script: String, _ changes: [String: String?] = [:]) async throws -> Outcome {
        var environment: [String: String?] = server.environment.mapValues { $0 }
        environment.merge(changes) { $1 }
        return try await shell(
            "speak() { vc-speak --provider aws \"$@\"; }\n" + script, environment: environment)
    }

    /// The speech of each text, one after the other, made by the stand-in's own code.
    static func speech(
        _ texts: [String], form: String = "pcm", rate: Int = 16000
    ) async throws -> Data {
        let script = """
            import sys
            from standin import speech
            settings = {"speech": None, "word_seconds": \(word)}
            for text in sys.argv[3:]:
                spoken = speech.Spoken(text, text, False)
                audio = speech.audio(spoken, sys.argv[1], int(sys.argv[2]), settings)
                sys.stdout.buffer.write(audio)
            """
        let folder = repository.appending(path: "Tests/StandIn").path
        let words = texts.map { "'\($0)'" }.joined(separator: " ")
        let outcome = try await shell(
            "cd '\(folder)' && '\(testPython)' -B -c '\(script)' \(form) \(rate) \(words)")
        try #require(outcome.status == 0, "\(outcome.stderr)")
        return outcome.stdout
    }

    /// The most requests that ran at once.
    func mostAtOnce() throws -> Int {
        try server.log("parallel").compactMap { $0["running"] as? Int }.max() ?? 0
    }

    /// How many requests it was sent.
    func requests() async throws -> Int { try await server.status().requests }

    /// Whether it has found nothing to refuse.
    func isContent() async throws -> Bool {
        try await server.status().failed_validations == 0
    }
}
