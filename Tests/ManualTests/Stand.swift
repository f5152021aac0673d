// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// A home in which every example can be run: the files that the examples name, and a configuration
/// in which a recording stands in for the microphone, and commands for the providers. What is
/// played goes nowhere.
struct Stand {
    let home: Scratch
    private let environment: [String: String]

    /// The default providers of the stand: each is a plain command of vc(7).
    private static let configuration = """
        [vc-record]
        input = microphone.wav
        [vc-transcribe]
        provider = exec:cat >/dev/null; echo What is the capital of France?
        [vc-ask]
        provider = exec:sed -u 's/^/you said /'
        [vc-speak]
        provider = exec:while read -r line; do head -c 3200 /dev/zero; done
        [vc-chat]
        input = microphone.wav
        output = answer.wav
        stt = exec:cat >/dev/null; echo What is the capital of France?
        llm = exec:sed -u 's/^/you said /'
        tts = exec:while read -r line; do head -c 3200 /dev/zero; done
        """

    /// - Parameter configuration: instead of the stand's own.
    init(configuration: String = Self.configuration) async throws {
        home = try Scratch()
        try home.write(configuration, to: "config/vc/config")
        try home.write("# Notes\n\nIt was a **good** day. We met Dr. Hu.\n", to: "notes.txt")
        try home.write(Data(count: 38_400), to: "music.raw")
        try home.write("#!/bin/sh\ncat >/dev/null\necho hello\n", to: "recogniser")
        let alsa = try home.write("pcm.!default { type null }\n", to: "asound.conf")
        // Indexes go into a data folder of the stand's own.
        environment = ["ALSA_CONFIG_PATH": alsa, "XDG_DATA_HOME": home.path + "/data"]
        let made = try await run(
            """
            chmod +x recogniser
            mkdir -p data/vc
            ln -s '\(dataFolder)/vc/engines' '\(dataFolder)/vc/models' data/vc
            espeak-ng -w note.wav 'What is the capital of France?'
            cp note.wav question.wav
            sox note.wav microphone.wav pad 0 2
            """)
        try #require(made.status == 0, "\(made.text)\(made.stderr)")
    }

    func run(_ script: String) async throws -> Outcome {
        try await shell(script, home: home, environment: environment.mapValues { $0 })
    }
}
