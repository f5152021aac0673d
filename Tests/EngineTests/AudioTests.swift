// SPDX-License-Identifier: MIT-0

import Testing

@testable import vc_engine

struct AudioTests {
    private static func speech(_ frames: Int) -> [Int16] {
        (0..<frames).map { $0 % 2 == 0 ? 3000 : -3000 }
    }

    private static func silence(_ frames: Int) -> [Int16] { [Int16](repeating: 5, count: frames) }

    private static func trim(_ audio: [Int16], piece: Int) -> [Int16] {
        var trimmer = SpeechTrimmer(pause: 2000)
        var out: [Int16] = []
        for start in stride(from: 0, to: audio.count, by: piece) {
            out += trimmer.take(Array(audio[start..<min(start + piece, audio.count)]))
        }
        return out + trimmer.finish()
    }

    @Test(arguments: [7, 320, 100_000])
    func `silence is trimmed in front and behind, not inside`(piece: Int) {
        let word = Self.speech(1600)
        let audio = Self.silence(4000) + word + Self.silence(3000) + word + Self.silence(9000)
        let trimmed = Self.trim(audio, piece: piece)
        #expect(trimmed.count == SpeechTrimmer.lead + 1600 + 3000 + 1600 + 2000)
        #expect(Array(trimmed[SpeechTrimmer.lead...].prefix(6200)) == Array(audio[4000..<10200]))
    }

    @Test func `a short pause is filled up, and silence alone is nothing`() {
        let audio = Self.speech(100) + Self.silence(10)
        #expect(Self.trim(audio, piece: 64).count == 2100)
        #expect(Self.trim(Self.silence(5000), piece: 64) == [])
    }

    @Test func `silence and clicks hold no speech`() {
        #expect(!AudibleSpeech.isPossible(in: []))
        #expect(!AudibleSpeech.isPossible(in: Self.silence(32_000)))
        #expect(!AudibleSpeech.isPossible(in: Self.silence(8000) + [32767] + Self.silence(8000)))
        #expect(AudibleSpeech.isPossible(in: Self.silence(8000) + Self.speech(1600)))
    }

    @Test func `the quietest place is found`() {
        var window = AudioWindow()
        window.append(Self.speech(16_000) + Self.silence(1600) + Self.speech(16_000))
        #expect(window.quietest(in: 0..<33_600) == 16_800)
        window.forget(before: 10_000)
        #expect(window.quietest(in: 0..<33_600) == 16_800 || window.start == 10_000)
    }

    @Test func `frames before a forgotten one are dropped as they come`() {
        var window = AudioWindow()
        window.append(Self.silence(100))
        window.forget(before: 150)
        #expect(window.end == 100)
        window.append(Self.speech(100))
        #expect(window.start == 150)
        #expect(window.end == 200)
        #expect(window.frames(in: 0..<1000).count == 50)
    }

    @Test(arguments: [1, 2, 5, 100])
    func `lines don't depend on how they were read`(piece: Int) {
        let bytes = Array("one\r\n\ntwo\nlast".utf8)
        var buffer = LineBuffer()
        var lines: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            lines += buffer.lines(adding: Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        if let last = buffer.last() { lines.append(last) }
        #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["one", "", "two", "last"])
    }

    @Test func `a line without an end does not grow`() {
        var buffer = LineBuffer()
        for _ in 0..<20 { _ = buffer.lines(adding: [UInt8](repeating: 65, count: 100_000)) }
        #expect(buffer.last()?.count == LineBuffer.limit)
    }

    @Test(arguments: [
        (#"{"type":"started","at":7}"#, ControlMessage.started(7)),
        (#"{"at":9,"type":"paused","new":[1]}"#, .paused(9)), (#"{"type":"resumed"}"#, .resumed),
        (#"{"type":"ended","at":-3}"#, .ended(0)), (#"{"type":"cancel","at":4}"#, .cancelAudio(4)),
        (#"{"type":"cancel","lines":4}"#, .cancelLines(4)), (#"{"type":"later"}"#, nil),
        ("nonsense", nil), ("", nil),
    ])
    func `control messages are read, unknown ones passed over`(
        line: String, message: ControlMessage?
    ) {
        #expect(ControlMessage(line: Array(line.utf8)) == message)
    }
}
