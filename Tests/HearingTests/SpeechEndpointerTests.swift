// SPDX-License-Identifier: MIT-0

import Testing
import Waveform

@testable import Hearing

@Suite(.timeLimit(.minutes(5)))
struct SpeechEndpointerTests {
    /// Hears speech where the first sample is not 0.
    private struct Marked: VoiceActivity {
        mutating func isSpeech(_ frame: some Collection<Int16>) -> Bool { frame.first != 0 }
    }

    @Test(arguments: [1, 159, 160, 320, 333, 100_000])
    func `events don't depend on the chunks`(size: Int) {
        let audio =
            [Int16](repeating: 0, count: 8_000) + [Int16](repeating: 1, count: 8_000)
            + [Int16](repeating: 0, count: 16_000) + [Int16](repeating: 1, count: 4_001)
        var endpointer = SpeechEndpointer(detector: Marked())
        var events: [EndpointerEvent] = []
        for start in stride(from: 0, to: audio.count, by: size) {
            events += endpointer.handle(Array(audio[start..<min(start + size, audio.count)]))
        }
        #expect(endpointer.isInTurn)
        events += endpointer.finish()
        #expect(
            events == [
                .speechStarted(at: 4_800), .speechPaused(at: 16_000), .turnEnded(at: 19_200),
                .speechStarted(at: 28_800), .turnEnded(at: 36_001),
            ])
        #expect(endpointer.position == audio.count)
    }

    @Test func `two spoken sentences are two turns`() throws {
        let first = try Audio.speech("What is the capital of France?", voice: "en-us")
        let second = try Audio.speech("Please tell me a story about a ship.", voice: "en-gb")
        let pause = Audio.silence(2 * Audio.second)
        let clean = pause + first + pause + second + pause
        let room = Audio.white(clean.count, rms: 2e-4, seed: 1)
        var endpointer = SpeechEndpointer()
        let samples = Audio.samples(Audio.sum(clean, room))
        let events = endpointer.handle(samples) + endpointer.finish()

        let starts = events.compactMap { if case .speechStarted(let at) = $0 { at } else { nil } }
        let ends = events.compactMap { if case .turnEnded(let at) = $0 { at } else { nil } }
        let firstSound = pause.count
        let secondSound = firstSound + first.count + pause.count
        try #require(starts.count == 2 && ends.count == 2)
        for (start, sound) in zip(starts, [firstSound, secondSound]) {
            #expect((sound - 8_000...sound + 1_600).contains(start))
        }
        // espeak ends each sentence with some silence of its own.
        #expect(
            (firstSound + first.count - 9_600...firstSound + first.count + 9_600).contains(ends[0]))
        #expect(ends[0] <= starts[1])
    }
}
