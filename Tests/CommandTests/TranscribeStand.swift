// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// A stand-in for Amazon Transcribe, and a home with recordings: `one.raw` is an utterance of 0.8 s
/// with silence around it, `two.raw` two of them, 3.8 s in all, `bare.raw` one without silence.
struct TranscribeStand {
    let service: StandIn
    let home: Scratch

    init(_ settings: String = "{}") async throws {
        service = try await StandIn(
            #"{"transcribe": \#(settings)}"#, python: testPython)
        home = try Scratch()
        let made = try await shell(
            """
            espeak-ng -w said.wav 'Good morning'
            sox said.wav -r 16000 -b 16 -c 1 bare.raw trim 0 0.7 pad 0.1
            sox -r 16000 -b 16 -c 1 -e signed bare.raw one.raw pad 0.1 1
            cat one.raw one.raw > two.raw
            """, home: home)
        try #require(made.status == 0, "\(made.stderr)")
    }

    /// Runs a script that knows `hear`: vc-transcribe with Transcribe.
    func run(
        _ script: String, environment: [String: String?] = [:]
    ) async throws -> Outcome {
        try await shell(
            "hear() { vc-transcribe --provider aws \"$@\"; }\n" + script, home: home,
            environment: service.environment.mapValues { $0 }.merging(environment) { $1 })
    }

    /// Nothing that it got was wrong, nothing was too fast.
    func expectApproval() async throws {
        let status = try await service.status()
        #expect(status.failed_validations == 0)
        #expect(status.notes == [:])
    }

    /// The options of the first stream, without their prefix.
    func options() throws -> [String: String] {
        let verdicts = try service.log("verdict").filter { $0["check"] as? String == "options" }
        return verdicts.first?["options"] as? [String: String] ?? [:]
    }
}

extension Outcome {
    /// stdout's JSON Lines of one type.
    func events(_ type: String) throws -> [[String: Any]] {
        try stdout.split(separator: UInt8(ascii: "\n")).compactMap {
            try JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }.filter { $0["type"] as? String == type }
    }
}
