// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Testing
import Waveform

@testable import Conversation

/// What the transcriber is sent of a second of voice in three, each sample unlike its neighbours.
@Suite(.timeLimit(.minutes(5)))
struct EarTests {
    private struct Voice: AudioSource {
        let samples: [Int16]
        let clock: QuickClock
        let isLive = true

        func capture(into output: Channel<AudioChunk>) async throws {
            for start in stride(from: 0, to: samples.count, by: PipelineAudio.period) {
                let end = min(start + PipelineAudio.period, samples.count)
                let time = clock.advance(by: .milliseconds(20))
                try await output.send(AudioChunk(Array(samples[start..<end]), capturedAt: time))
            }
        }
    }

    /// 10 ms frames that begin with 1 are voice; the end isn't that of a chunk.
    private let samples: [Int16] = (0..<49_440).map { index in
        let isVoice = 16_000..<32_000 ~= index
        return index % 160 == 0 ? (isVoice ? 1 : 0) : Int16(2 + index % 999)
    }

    private func sent(
        inbox: Channel<Mail> = Channel(capacity: 1000)
    ) async throws -> [TranscriberInput] {
        let clock = QuickClock()
        let input = Channel<TranscriberInput>(capacity: 1000)
        let ear = Ear(
            Voice(samples: samples, clock: clock), PlainHearing(Ones()), clock: clock,
            wantsBargeIn: false, meters: false, input: input, inbox: inbox)
        try await ear.listen()
        input.finish()
        var sent: [TranscriberInput] = []
        for try await element in input { sent.append(element) }
        return sent
    }

    @Test func `it is all that was heard, in order`() async throws {
        let audio = try await sent().flatMap { element -> [Int16] in
            if case .audio(let samples) = element { samples } else { [] }
        }
        #expect(audio == samples)
    }

    @Test func `it comes in 100 ms of the stream, but for what precedes a decision`() async throws {
        var position = 0
        var ends: [Int] = []
        for element in try await sent() {
            switch element {
            case .audio(let samples):
                position += samples.count
                ends.append(position)
            default: if ends.last == position { ends.removeLast() }
            }
        }
        #expect(ends.dropLast().allSatisfy { $0 % 1600 == 0 })
        #expect(ends.last == samples.count)
    }

    @Test func `the conversation is told where the voice began`() async throws {
        let inbox = Channel<Mail>(capacity: 1000)
        _ = try await sent(inbox: inbox)
        inbox.finish()
        var starts: [Duration] = []
        for try await mail in inbox {
            if case .event(.speechStarted(let at)) = mail { starts.append(at) }
        }
        #expect(starts == [.seconds(1)])
    }

    @Test func `a decision follows the audio before what it was made of`() async throws {
        var position = 0
        var decisions: [Int] = []
        for element in try await sent() {
            switch element {
            case .audio(let samples): position += samples.count
            case .speechStarted, .speechPaused: decisions.append(position)
            default: break
            }
        }
        // A voice is sure after 80 ms, its pause after 60: with the 20 ms in which it was decided.
        #expect(decisions == [16_000 + 1280 - 320, 32_000 + 960 - 320])
    }
}
