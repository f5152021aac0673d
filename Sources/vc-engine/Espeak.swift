// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Glibc

/// espeak-ng(1), run as a child process for each line: it is GPL, so it is never linked.
package struct Espeak: Sendable {
    /// A voice as `espeak-ng --voices` names it: `en-us`, `de`, `en-gb+f3`.
    package let voice: String
    /// 1 is 175 words a minute.
    package let speed: Double

    /// Throws unless espeak-ng is there and has the voice.
    package init(voice: String, speed: Double) throws {
        self.voice = voice
        self.speed = speed
        guard try !phonemes(of: [SpokenText.Clause("a", ".")]).isEmpty else {
            throw EngineError.unknownVoice(voice)
        }
    }

    /// The phonemes of each clause, in IPA; nil for a clause with nothing to say.
    package func phonemes(of clauses: [SpokenText.Clause]) throws -> [String?] {
        guard !clauses.isEmpty else { return [] }
        // Without arguments each line is spoken by itself; the empty ones keep clauses apart.
        let text = clauses.map { "\($0.text)\n\n" }.joined()
        var printed: [UInt8] = []
        try run(["-q", "--ipa"], input: text) { bytes in
            printed += bytes
            return true
        }
        return PhonemeSentence.phonemes(printed: String(decoding: printed, as: UTF8.self))
    }

    /// Speaks `text`, handing over WAV as espeak-ng makes it until `take` returns false.
    package func speak(_ text: String, _ take: ([UInt8]) throws -> Bool) throws {
        let rate = min(max(Int((175 * speed).rounded()), 80), 450)
        try run(["--stdout", "--stdin", "-s", "\(rate)"], input: text + "\n", take)
    }

    private func run(
        _ options: [String], input: String, _ take: ([UInt8]) throws -> Bool
    ) throws {
        let child: Child
        do {
            child = try Child(Child.Launch(["espeak-ng", "-v", voice] + options))
        } catch .cannotStart(_, let code) {
            throw EngineError.noEspeak(code: code)
        }
        defer {
            // Where it is not wanted any more, it need not finish.
            child.said.cancel()
            child.signal(SIGKILL)
        }
        guard child.input.trySend(Array(input.utf8)) else { return }
        child.input.finish()
        while let bytes = try child.nextOutputBlocking() {
            guard try take(bytes) else { return }
        }
    }
}
