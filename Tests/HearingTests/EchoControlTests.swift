// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing
import Waveform

@testable import Hearing

@Suite(.timeLimit(.minutes(5)))
struct EchoControlTests {
    private static let room = Room(delay: 1_900, gain: 0.5)

    /// An answer of 4 s at -22 dBFS, after a quarter of a second.
    private func answer() throws -> [Float] {
        let text = "The museum opens at ten on Sundays, and it closes at six in the evening."
        return try Audio.silence(4_000) + Audio.speech(text, voice: "en-us+f3")
    }

    private func interruption() throws -> [Float] {
        let voice = try Audio.speech("No, please begin with the other one.", voice: "en-gb")
        return Array(voice.drop { abs($0) < 0.02 })
    }

    /// What is made of a microphone: chunks of 20 ms, playback told as it begins to sound.
    private func frames(
        _ microphone: [Float], playback: [Float], control: EchoControl = EchoControl()
    ) -> [EchoFrame] {
        let (heard, played) = (Audio.samples(microphone), Audio.samples(playback))
        let size = PipelineAudio.period
        return stride(from: 0, to: heard.count - size + 1, by: size).flatMap { start in
            let now = Duration.seconds(100) + PipelineAudio.duration(frames: start)
            control.play(Array(played[start..<start + size]), soundsAt: now)
            let end = now + PipelineAudio.duration(frames: size)
            return control.hear(Array(heard[start..<start + size]), capturedAt: end)
        }
    }

    private func hum(_ count: Int) -> [Float] { Audio.white(count, rms: 1e-3, seed: 5) }

    private func over(_ audio: [Float], _ voice: [Float], at place: Int) -> [Float] {
        var sum = audio
        for (index, sample) in voice.enumerated() where place + index < sum.count {
            sum[place + index] += sample
        }
        return sum
    }

    @Test func `an answer is not taken for the user, and the echo is found and proven gone`() throws
    {
        let answer = try answer()
        let control = EchoControl()
        let heard = Audio.sum(Self.room.echo(answer), hum(answer.count))
        let frames = frames(heard, playback: answer, control: control)
        #expect(frames.count { $0.isStir } <= 3)
        #expect(frames.count { $0.isSpeech } == 0)
        #expect(control.state == .cancelled)
        let delay = try #require(control.delay)
        #expect(abs(delay / .milliseconds(1) - 118.75) < 4)
        // A quarter of a second of silence, and what it took.
        let proven = try #require(frames.firstIndex { $0.state.isUnderControl })
        #expect(proven < 25 + 100)
        #expect(frames[proven...].allSatisfy { $0.state == .cancelled })
    }

    @Test func `the user is heard over an answer`() throws {
        let answer = try answer()
        let start = 2 * Audio.second
        let echo = Audio.sum(Self.room.echo(answer), hum(answer.count))
        let heard = over(echo, try interruption(), at: start)
        let frames = frames(heard, playback: answer)
        let speech = frames[(start / 160)...]
        let stir = try #require(speech.firstIndex { $0.isStir })
        #expect(stir < start / 160 + 10)
        #expect(speech.prefix(80).count { $0.isSpeech } >= 20)
        #expect(!speech.contains { $0.isSpeech && $0.samples.allSatisfy { $0 == 0 } })
    }

    @Test func `without an echo the user is heard too`() throws {
        let answer = try answer()
        let start = 2 * Audio.second
        let heard = over(hum(answer.count), try interruption(), at: start)
        let frames = frames(heard, playback: answer)
        #expect(frames.last?.state == .absent)
        #expect(frames[..<(start / 160)].count { $0.isStir } == 0)
        #expect(frames[(start / 160)...].prefix(60).count { $0.isSpeech } >= 20)
    }

    @Test func `without an echo nothing is changed, and one that begins is cancelled`() throws {
        let answer = try answer() + answer()
        let unplugged = answer.count / 2
        let echo = Self.room.echo(answer)
        let heard = Audio.sum(
            Array(repeating: 0, count: unplugged) + echo[unplugged...], hum(answer.count))
        let frames = frames(heard, playback: answer)
        let absent = try #require(frames.firstIndex { $0.state == .absent })
        let samples = Audio.samples(heard)
        for index in absent + 1..<unplugged / 160 - 1 where frames[index].state == .absent {
            #expect(frames[index].samples == Array(samples[index * 160..<(index + 1) * 160]))
        }
        #expect(frames[(unplugged / 160)...].contains { $0.state == .unproven })
        #expect(frames.last?.state == .cancelled)
        #expect(frames[(unplugged / 160)...].count { $0.isSpeech } <= 10)
    }

    @Test func `a delay that changes is found again`() throws {
        let answer = try answer()
        let middle = answer.count / 2
        let later = Room(delay: 4_800, gain: 0.5)
        let echo = Self.room.echo(answer)[..<middle] + later.echo(answer)[middle...]
        let control = EchoControl()
        let heard = Audio.sum(Array(echo), hum(answer.count))
        let frames = frames(heard, playback: answer, control: control)
        #expect(control.state == .cancelled)
        let delay = try #require(control.delay)
        #expect(abs(delay / .milliseconds(1) - 300) < 4)
        #expect(frames.count { $0.isSpeech } <= 10)
    }

    @Test func `what is known to be echo is silence`() throws {
        let answer = try answer()
        let middle = answer.count / 2
        let later = Room(delay: 4_800, gain: 0.5)
        let echo = Self.room.echo(answer)[..<middle] + later.echo(answer)[middle...]
        let heard = Audio.sum(Array(echo), hum(answer.count))
        let loud = frames(heard, playback: answer)[(middle / 160)...].count { frame in
            frame.state == .cancelled && frame.samples.contains { $0.magnitude > 1_000 }
        }
        #expect(loud <= 12)
    }

    @Test func `before anything is proven nobody speaks over playback`() throws {
        let voice = try interruption()
        // Other playback than what is heard, and too little of it.
        let noise = Audio.silence(1_600) + Audio.pink(9_600, rms: 0.08, seed: 2)
        let heard = Audio.silence(3_200) + voice
        let frames = frames(Array(heard.prefix(noise.count)), playback: noise)
        #expect(!frames.contains { $0.isStir || $0.isSpeech })
    }

    @Test func `what was cut is not expected`() throws {
        let answer = try answer()
        let control = EchoControl()
        _ = frames(hum(1_600), playback: Audio.silence(1_600), control: control)
        let now = Duration.seconds(100) + .milliseconds(100)
        control.play(Audio.samples(answer), soundsAt: now)
        control.cut(at: now)
        let frames = control.hear(Audio.samples(hum(16_000)), capturedAt: now + .seconds(1))
        #expect(frames.count == 100 && !frames.contains { $0.isPlaying })
    }

    @Test(arguments: [1, 159, 161, 4_000])
    func `every frame heard comes back, whatever the chunks`(size: Int) {
        let control = EchoControl()
        let noise = Audio.samples(hum(4_000))
        var count = 0
        for start in stride(from: 0, to: noise.count, by: size) {
            let chunk = Array(noise[start..<min(start + size, noise.count)])
            let end = Duration.seconds(1) + PipelineAudio.duration(frames: start + chunk.count)
            count += control.hear(chunk, capturedAt: end).reduce(0) { $0 + $1.samples.count }
        }
        #expect(count == 4_000)
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func `no input traps`(seed: UInt64) {
        var random = Seeded(seed)
        let control = EchoControl()
        let extremes: [Int16] = [.min, .max, 0, 1]
        func noise() -> [Int16] {
            let count = Int.random(in: 0..<700, using: &random)
            return (0..<count).map { _ in extremes.randomElement(using: &random) ?? 0 }
        }
        for _ in 0..<30 {
            let moment = Duration.milliseconds(Int.random(in: -100_000...100_000, using: &random))
            control.play(noise(), soundsAt: moment)
            _ = control.hear(noise(), capturedAt: moment)
            if Bool.random(using: &random) { control.cut(at: .zero - moment) }
        }
    }
}
