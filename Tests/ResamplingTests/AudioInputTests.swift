// SPDX-License-Identifier: MIT-0

import Reporting
import TestSupport
import Testing
import Waveform

@testable import Resampling

struct AudioInputTests {
    private let samples = (0..<1_000).map { Int16($0 * 13 - 5_000) }

    private func decode(
        _ bytes: [UInt8], raw: AudioFormat = .pipeline, to rate: Int = 16_000, channels: Int = 1,
        chunk: Int = .max
    ) throws -> (frames: [Int16], ending: AudioInput.Ending) {
        var input = AudioInput(raw: raw, to: rate, channels: channels)
        var frames: [Int16] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            frames += try input.decode(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
        }
        let ending = try input.finish()
        return (frames + ending.frames, ending)
    }

    private func wav(_ format: AudioFormat = .pipeline, size: UInt64?, _ sound: [UInt8]) -> [UInt8]
    {
        WAVHeader(format: format, dataBytes: size).bytes + sound
    }

    @Test(arguments: [1, 2, 3, 5, 64, 4_096])
    func `raw audio passes through, however it comes`(chunk: Int) throws {
        let (frames, ending) = try decode(SampleEncoding.encodeS16(samples), chunk: chunk)
        #expect(frames == samples)
        #expect(ending.warnings == [])
    }

    @Test func `raw audio is handed on at once`() throws {
        var input = AudioInput()
        let (wasEmpty, unknown) = (input.isEmpty, input.format)
        #expect(wasEmpty && unknown == nil)
        let frames = try input.decode([7, 1])
        #expect(frames == [0x107])
        let (isEmpty, format) = (input.isEmpty, input.format)
        #expect(!isEmpty && format == .pipeline)
    }

    @Test(arguments: ["R", "RI", "RIF", "RIFX"])
    func `the beginning of a signature is raw audio if no more comes`(start: String) throws {
        guard start != "RIFX" else {
            #expect(throws: WaveformError.otherFormat("big-endian WAV")) {
                try decode(Array(start.utf8))
            }
            return
        }
        let (frames, ending) = try decode(Array(start.utf8), chunk: 1)
        #expect(frames.count == start.utf8.count / 2)
        #expect(ending.droppedBytes == start.utf8.count % 2)
        #expect(try decode(Array("\(start)x".utf8), chunk: 1).frames.count > 0)
    }

    @Test(arguments: [1, 3, 44, 45, 4_096])
    func `a WAV is known by its first bytes`(chunk: Int) throws {
        let sound = SampleEncoding.encodeS16(samples)
        let trailer = Array("LIST".utf8) + [2, 0, 0, 0, 1, 1]
        for size in [UInt64(sound.count), nil] {
            let file = wav(size: size, sound) + (size == nil ? [] : trailer)
            let (frames, ending) = try decode(file, chunk: chunk)
            #expect(frames == samples)
            #expect(ending.warnings == [])
        }
    }

    @Test func `an empty input is empty`() throws {
        for bytes in [[], wav(size: 0, []), wav(size: nil, [])] {
            var input = AudioInput()
            let frames = try input.decode(bytes)
            let ending = try input.finish()
            #expect(frames == [])
            #expect(ending == .init(frames: [], droppedBytes: 0, missingBytes: 0))
            let isEmpty = input.isEmpty
            #expect(isEmpty)
        }
    }

    @Test func `an odd byte at the end is dropped and told`() throws {
        let (frames, ending) = try decode(SampleEncoding.encodeS16(samples) + [1])
        #expect(frames == samples)
        #expect(ending.droppedBytes == 1)
        #expect(ending.warnings == ["the input is not whole samples: 1 byte at its end dropped"])
    }

    @Test func `a WAV that is cut off gives what is there, and tells`() throws {
        let sound = SampleEncoding.encodeS16(samples)
        let (frames, ending) = try decode(wav(size: UInt64(sound.count), sound).dropLast(101))
        #expect(frames == samples.dropLast(51))
        #expect(ending.isTruncated)
        #expect(ending.missingBytes == 101)
        #expect(ending.warnings.count == 2)
    }

    @Test func `a header that is cut off is an error`() {
        let file = wav(size: nil, [])
        for length in 4..<file.count {
            let error = #expect(throws: WaveformError.self) {
                try decode(.init(file.prefix(length)))
            }
            #expect(error?.status == .badInput)
        }
    }

    @Test(arguments: ["fLaC", "OggS", "ID3\u{4}", "FORM"])
    func `other files are not played as noise`(signature: String) {
        #expect(throws: WaveformError.self) { try decode(Array(signature.utf8) + [0, 0, 0, 0]) }
    }

    @Test func `raw audio of another format is converted`() throws {
        let format = AudioFormat(encoding: .s16, sampleRate: 48_000, channels: 2)
        let (frames, _) = try decode([UInt8](repeating: 0, count: 48_000 * 4), raw: format)
        #expect(abs(frames.count - 16_000) <= 1)
        let (wide, _) = try decode(
            SampleEncoding.encodeS16([1, 2]), to: 16_000, channels: 2, chunk: 1)
        #expect(wide == [1, 1, 2, 2])
    }

    @Test(arguments: [(0, 1), (-1, 1), (Int.max, 1), (16_000, 0), (16_000, -1), (16_000, .max)])
    func `absurd formats are refused`(rate: Int, channels: Int) {
        let format = AudioFormat(encoding: .f64, sampleRate: rate, channels: channels)
        #expect(throws: ResamplingError.self) { try decode([1, 2, 3, 4], raw: format) }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no file traps or loops`(seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<100 {
            let format = AudioFormat(
                encoding: try #require(SampleEncoding.allCases.randomElement(using: &random)),
                sampleRate: try #require([8_000, 16_000, 44_100].randomElement(using: &random)),
                channels: .random(in: 1...3, using: &random))
            let sound = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
            var file = wav(format, size: Bool.random(using: &random) ? 300 : nil, sound)
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let index = Int.random(in: 0..<60, using: &random)
                file[index] = .random(in: 0...255, using: &random)
            }
            file.removeLast(.random(in: 0..<file.count, using: &random))
            let whole = Result { try decode(file).frames }
            let split = Result {
                try decode(file, chunk: .random(in: 1...50, using: &random)).frames
            }
            switch (whole, split) {
            case (.success(let one), .success(let other)):
                #expect(one.count == other.count)
                let steps = zip(one, other).map { abs(Int($0) - Int($1)) }.max() ?? 0
                #expect(steps <= 1)
            case (.failure(let one), .failure(let other)):
                #expect(one is any ReportableError && "\(one)" == "\(other)")
            default: Issue.record("split changes the outcome of \(file)")
            }
        }
    }
}
