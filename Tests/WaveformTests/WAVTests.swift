// SPDX-License-Identifier: MIT-0

import Reporting
import TestSupport
import Testing

@testable import Waveform

struct WAVTests {
    private static let formats = SampleEncoding.allCases.flatMap { encoding in
        [1, 2, 6].map { AudioFormat(encoding: encoding, sampleRate: 44_100, channels: $0) }
    }

    private func parse(_ bytes: [UInt8], chunk: Int = .max) throws -> (WAVHeader, [UInt8])? {
        var parser = WAVParser()
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start.addingReportingOverflow(chunk).partialValue)
            let piece = bytes[start..<(end < start ? bytes.count : end)]
            if let (header, sound) = try parser.parse(piece) {
                return (header, Array(sound) + bytes[piece.endIndex...])
            }
            start = piece.endIndex
        }
        return nil
    }

    private func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let size = withUnsafeBytes(of: UInt32(body.count).littleEndian) { [UInt8]($0) }
        return Array(name.utf8) + size + body + [UInt8](repeating: 0, count: body.count % 2)
    }

    /// 16 kHz mono s16, with `tag` as its codec.
    private func format(_ tag: UInt16 = 1, bits: UInt8 = 16, frame: UInt8 = 2) -> [UInt8] {
        chunk(
            "fmt ",
            [UInt8(tag & 255), UInt8(tag >> 8), 1, 0, 0x80, 0x3E, 0, 0, 0, 0x7D, 0, 0, frame, 0]
                + [bits, 0])
    }

    private let riff = Array("RIFF\u{0}\u{0}\u{0}\u{1}WAVE".utf8)

    @Test(arguments: formats, [nil, 1_200, UInt64(UInt32.max)])
    func `what is written is read`(format: AudioFormat, size: UInt64?) throws {
        let bytes = WAVHeader(format: format, dataBytes: size).bytes
        let (header, sound) = try #require(try parse(bytes + [1, 2, 3]))
        #expect(header == WAVHeader(format: format, dataBytes: size == 1_200 ? size : nil))
        #expect(sound == [1, 2, 3])
        #expect(bytes.count == WAVHeader(format: format).bytes.count)
    }

    @Test func `the header of the pipeline is the well-known 44 bytes`() {
        let bytes = WAVHeader(format: .pipeline, dataBytes: 4).bytes
        #expect(
            bytes == Array("RIFF".utf8) + [40, 0, 0, 0] + Array("WAVEfmt ".utf8)
                + [16, 0, 0, 0, 1, 0, 1, 0, 0x80, 0x3E, 0, 0, 0, 0x7D, 0, 0, 2, 0, 16, 0]
                + Array("data".utf8) + [4, 0, 0, 0])
    }

    @Test(arguments: [1, 2, 3, 11, 64, 1_000])
    func `other chunks are skipped, however the bytes come`(size: Int) throws {
        let bytes =
            riff + chunk("JUNK", [9, 9, 9]) + format()
            + chunk("LIST", [UInt8](repeating: 7, count: 99))
            + chunk("data", [1, 2, 3, 4])
        let (header, sound) = try #require(try parse(bytes, chunk: size))
        #expect(header == WAVHeader(format: .pipeline, dataBytes: 4))
        #expect(sound == [1, 2, 3, 4])
    }

    @Test func `an empty sound before other chunks is empty, at the end it is open`() throws {
        let empty = riff + format() + chunk("data", []) + chunk("LIST", [1, 2])
        #expect(try parse(empty)?.0.dataBytes == 0)
        let size = UInt8(4 + 24 + 8)
        let open = Array("RIFF".utf8) + [size, 0, 0, 0] + Array("WAVE".utf8) + format()
        #expect(try parse(open + chunk("data", []))?.0 == WAVHeader(format: .pipeline))
    }

    @Test(
        arguments: [
            (2, "MS ADPCM"), (0x11, "IMA ADPCM"), (0x31, "GSM 06.10"), (0x55, "MP3"),
            (0x1234, "an unknown codec"),
        ] as [(UInt16, String)])
    func `compressed sound is refused by name`(tag: UInt16, name: String) throws {
        let error = #expect(throws: WaveformError.self) { try parse(riff + format(tag)) }
        #expect(error == .compressedWAV(codec: name, tag: tag))
        #expect(error?.description.contains(name) == true)
        #expect(error?.status == .badInput)
        #expect(error?.hint != nil)
    }

    @Test func `samples of fewer bits than their bytes are read`() throws {
        let twenty = riff + format(bits: 20, frame: 3) + chunk("data", [0, 0])
        #expect(try parse(twenty)?.0.format.encoding == .s24)
        let wide = riff + format(bits: 24, frame: 4) + chunk("data", [0, 0])
        #expect(try parse(wide)?.0.format.encoding == .s32)
    }

    @Test func `a broken header says what is wrong`() throws {
        let cases: [([UInt8], String)] = [
            (Array("RIFF....AVI ".utf8), "no WAVE"),
            (riff + chunk("data", [1]), "before its format"),
            (riff + chunk("fmt ", [1, 0, 1, 0]), "only 4 bytes"),
            (riff + format(bits: 24, frame: 2), "can't hold"),
            (riff + format(bits: 0, frame: 0), "can't hold"),
            (riff + format(0xFFFE), "cut short"),
            (riff + format(3), "float samples of 16 bits"),
        ]
        for (bytes, reason) in cases {
            let error = #expect(throws: WaveformError.self) { try parse(bytes) }
            #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
            #expect(error?.status == .badInput)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no header traps or loops`(seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<250 {
            var bytes = WAVHeader(format: Self.formats.randomElement(using: &random)!).bytes
            if Bool.random(using: &random) { bytes.insert(contentsOf: chunk("LIST", [1]), at: 12) }
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 4..<bytes.count, using: &random)
                bytes[index] = [0, 1, 0xFF, .random(in: 0...255, using: &random)]
                    .randomElement(using: &random)!
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random) / 2)
            let whole = Result { try parse(bytes)?.0 }
            let split = Result {
                try parse(bytes, chunk: Int.random(in: 1...9, using: &random))?.0
            }
            switch (whole, split) {
            case (.success(let one), .success(let other)): #expect(one == other)
            case (.failure(let one), .failure(let other)):
                #expect(one as? WaveformError == other as? WaveformError)
                #expect(one is WaveformError)
            default: Issue.record("split changes the outcome of \(bytes)")
            }
        }
    }
}
