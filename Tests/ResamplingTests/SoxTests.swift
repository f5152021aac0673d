// SPDX-License-Identifier: MIT-0

import Glibc
import TestSupport
import Testing
import Waveform

@testable import Resampling

/// What sox writes, we read as sox itself converts it.
@Suite(.timeLimit(.minutes(5)))
struct SoxTests {
    private static let encodings = [
        "-e unsigned -b 8", "-e signed -b 16", "-e signed -b 24", "-e signed -b 32",
        "-e float -b 32", "-e float -b 64", "-e a-law -b 8", "-e mu-law -b 8",
    ]
    /// `wavpcm` never writes the extensible header, `wav` does for more than 2 channels and more
    /// than 16 bits.
    private static let types = ["wav", "wavpcm"]

    /// A second of two chords and a sweep, half of full scale, different in each channel.
    private func recording(rate: Int, channels: Int, encoding: String, type: String) throws
        -> [UInt8]
    {
        let voices = [
            "sine 300-3000", "sine 440", "sine 330", "sine 1000", "triangle 200", "sine 90",
        ]
        let synth = voices.prefix(channels).joined(separator: " ")
        return try Sox.run(
            "-D -r \(rate) -n -c \(channels) \(encoding) -t \(type) - synth 1 \(synth) vol 0.5")
    }

    private func decode(_ bytes: [UInt8]) throws -> [Int16] {
        var input = AudioInput()
        var frames: [Int16] = []
        for start in stride(from: 0, to: bytes.count, by: 4_093) {
            frames += try input.decode(bytes[start..<min(start + 4_093, bytes.count)])
        }
        let ending = try input.finish()
        #expect(ending.warnings == [])
        return frames + ending.frames
    }

    private func converted(_ wav: [UInt8]) throws -> [Int16] {
        let raw = try Sox.run("-D -t wav - -r 16000 -c 1 -b 16 -e signed -t raw -", input: wav)
        return SampleEncoding.s16.decodeInt16(raw[...])
    }

    @Test(arguments: encodings, types)
    func `every encoding is read as sox reads it, to one step`(encoding: String, type: String)
        throws
    {
        for channels in [1, 2, 6] {
            let wav = try recording(
                rate: 16_000, channels: channels, encoding: encoding, type: type)
            let ours = try decode(wav)
            let theirs = try converted(wav)
            #expect(ours.count == theirs.count && ours.count == 16_000)
            let difference = zip(ours, theirs).map { abs(Int($0) - Int($1)) }.max() ?? .max
            #expect(difference <= (channels == 1 ? 0 : 1), "\(channels) channels")
        }
    }

    /// sox's `rate` and libsamplerate's fastest converter roll off differently below half of the
    /// lower rate, so they are compared by what differs, in dB below what is heard. The noise of
    /// 8-bit samples reaches up to there, so there the difference is larger.
    @Test(arguments: [8_000, 11_025, 22_050, 44_100, 48_000], encodings)
    func `every rate is converted as sox converts it`(rate: Int, encoding: String) throws {
        for channels in [1, 2] {
            let wav = try recording(
                rate: rate, channels: channels, encoding: encoding, type: "wav")
            let ours = try decode(wav)
            let theirs = try converted(wav)
            #expect(abs(ours.count - 16_000) <= 1)
            #expect(abs(theirs.count - 16_000) <= 1)
            // The ends, where each filter meets silence in its own way, are left out.
            let middle = 400..<15_600
            let signal = middle.reduce(0.0) { $0 + pow(Double(theirs[$1]), 2) }
            let noise = middle.reduce(0.0) { $0 + pow(Double(ours[$1]) - Double(theirs[$1]), 2) }
            let ratio = 10 * log10(signal / max(noise, 1))
            #expect(ratio > SoxTests.leastRatio(encoding), "\(channels) channels: \(ratio) dB")
        }
    }

    private static func leastRatio(_ encoding: String) -> Double {
        encoding.hasSuffix("-b 8") ? 40 : 60
    }

    @Test(arguments: [("ima-adpcm", "IMA ADPCM"), ("ms-adpcm", "MS ADPCM"), ("gsm", "GSM")])
    func `compressed recordings are refused by name`(encoding: String, name: String) throws {
        let rate = encoding == "gsm" ? 8_000 : 16_000
        let wav = try Sox.run("-D -r \(rate) -n -c 1 -e \(encoding) -t wav - synth 1 sine 440")
        let error = #expect(throws: WaveformError.self) { try decode(wav) }
        #expect(error?.description.contains(name) == true, "\(String(describing: error))")
    }

    @Test func `what is written is a WAV that sox reads`() throws {
        let samples = (0..<1_000).map { Int16($0 * 30) }
        let sound = SampleEncoding.encodeS16(samples)
        for size in [UInt64(sound.count), nil] {
            let wav = WAVHeader(format: .pipeline, dataBytes: size).bytes + sound
            let raw = try Sox.run(
                "-D --ignore-length -t wav - -b 16 -e signed -t raw -", input: wav)
            #expect(difference(raw, sound) == nil)
        }
    }
}
