// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing
import Waveform

@testable import Hearing

@Suite(.timeLimit(.minutes(5)))
struct SpeechDetectorTests {
    /// One decision for each 10 ms.
    private func decisions(_ audio: [Float]) -> [Bool] {
        let detector = SpeechDetector()
        let samples = Audio.samples(audio)
        return stride(from: 0, to: samples.count - 159, by: 160).map {
            detector.isSpeech(samples[$0..<$0 + 160])
        }
    }

    /// Where speech is, by the energy of the clean recording: above -38 dBFS, and gaps of up to
    /// 300 ms.
    private func truth(_ clean: [Float]) -> [Bool] {
        let loud = stride(from: 0, to: clean.count - 159, by: 160).map {
            Audio.rms(clean[$0..<$0 + 160]) > 0.0126
        }
        var closed = loud
        var last: Int?
        for index in loud.indices where loud[index] {
            if let last, index - last <= 30 { for gap in last..<index { closed[gap] = true } }
            last = index
        }
        return closed
    }

    private func conversation() throws -> [Float] {
        let utterances = [
            ("The quick brown fox jumps over the lazy dog.", "en-us"),
            ("What is the capital of France?", "en-us+f3"), ("Yes.", "en-gb+f2"),
            ("Wie wird das Wetter morgen in Berlin?", "de"), ("No, thank you.", "en-gb-scotland"),
        ]
        return try utterances.reduce(Audio.silence(2 * Audio.second)) { audio, utterance in
            let speech = try Audio.speech(utterance.0, voice: utterance.1)
            return audio + speech + Audio.silence(Audio.second * 3 / 2)
        }
    }

    /// `noise`: nil for a quiet room (-80 dBFS); else 10 dB below the speech.
    @Test(arguments: ["quiet", "white", "pink"])
    func `speech is told from its noise`(noise: String) throws {
        let clean = try conversation()
        let background =
            switch noise {
            case "white": Audio.white(clean.count, rms: 0.08 / 3.162, seed: 7)
            case "pink": Audio.pink(clean.count, rms: 0.08 / 3.162, seed: 7)
            default: Audio.white(clean.count, rms: 1e-4, seed: 7)
            }
        let truth = truth(clean)
        let heard = decisions(Audio.sum(clean, background))
        let wrong = zip(truth, heard).count { $0 != $1 }
        #expect(Double(wrong) / Double(truth.count) < 0.12)
    }

    @Test func `silence is no speech`() {
        #expect(!decisions(Audio.silence(10 * Audio.second)).contains(true))
    }

    @Test(arguments: [0.001, 0.01, 0.025] as [Float], ["white", "pink"])
    func `steady noise is no speech once it is known`(level: Float, kind: String) {
        let count = 12 * Audio.second
        let noise =
            kind == "white"
            ? Audio.white(count, rms: level, seed: 3) : Audio.pink(count, rms: level, seed: 3)
        let heard = decisions(noise).dropFirst(200).count { $0 }
        #expect(heard <= 10)  // of 1000
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `no input traps`(seed: UInt64) {
        var random = Seeded(seed)
        let detector = SpeechDetector()
        for _ in 0..<200 {
            let size = [0, 1, 159, 160, 161, 1_000].randomElement(using: &random) ?? 160
            let extremes: [Int16] = [.min, .max, 0, .random(in: .min ... .max, using: &random)]
            let frame = (0..<size).map { _ in extremes.randomElement(using: &random) ?? 0 }
            _ = detector.isSpeech(frame)
        }
    }
}
