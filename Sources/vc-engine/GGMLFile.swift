// SPDX-License-Identifier: MIT-0

import Glibc

/// A look at a Whisper model file before whisper.cpp is trusted with it: it aborts the process on
/// a header that makes no sense, and takes a file whose last weights are missing.
///
/// The layout is that of whisper.cpp's `convert-pt-to-ggml.py`: magic, 11 numbers, mel filters,
/// vocabulary, then tensors (dimensions, length of the name, type, sizes, name, data). All numbers
/// are 32-bit little-endian.
package struct GGMLFile {
    private let descriptor: Int32
    private let size: Int
    private var offset = 0
    private var chunk: [UInt8] = []
    private var chunkStart = 0

    /// Reads the file's frame, not its weights. Throws `EngineError` where it is not whole.
    package static func check(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw EngineError.noModel(path, code: errno) }
        defer { close(descriptor) }
        var file = GGMLFile(descriptor: descriptor, size: Int(lseek(descriptor, 0, SEEK_END)))
        guard file.number() == 0x6767_6d6c else {
            throw EngineError.brokenModel(path, reason: "it is no whisper.cpp model")
        }
        guard file.hasPlausibleHeader(), file.hasWholeTensors() else {
            throw EngineError.brokenModel(path, reason: "it is broken or cut short")
        }
    }

    private init(descriptor: Int32, size: Int) {
        self.descriptor = descriptor
        self.size = size
    }

    /// Hyperparameters, mel filters and vocabulary; moves behind them.
    private mutating func hasPlausibleHeader() -> Bool {
        for _ in 0..<11 {
            guard let value = number(), (0...1_000_000).contains(value) else { return false }
        }
        guard let mels = number(), let bins = number(), (1...1024).contains(mels),
            (1...65_536).contains(bins), skip(mels * bins * 4), let words = number(),
            (1...1_000_000).contains(words)
        else { return false }
        for _ in 0..<words {
            guard let length = number(), length >= 0, skip(length) else { return false }
        }
        return true
    }

    /// Tensors to the very end of the file.
    private mutating func hasWholeTensors() -> Bool {
        guard offset < size else { return false }
        while offset < size {
            guard let dimensions = number(), let nameLength = number(), let type = number(),
                (1...4).contains(dimensions), (1...256).contains(nameLength),
                let block = GGMLFile.blocks[type]
            else { return false }
            var elements = 1
            for _ in 0..<dimensions {
                guard let extent = number(), (1...1_000_000).contains(extent) else { return false }
                elements *= extent
                guard elements <= 1 << 34 else { return false }
            }
            guard skip(nameLength), skip(elements / block.elements * block.bytes) else {
                return false
            }
        }
        return true
    }

    /// How ggml packs numbers: so many elements in so many bytes, by type. f32, f16, and the
    /// quantised types that whisper.cpp's tools write.
    private static let blocks: [Int: (elements: Int, bytes: Int)] = [
        0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
        10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210),
    ]

    private mutating func number() -> Int? {
        if offset < chunkStart || offset + 4 > chunkStart + chunk.count { readChunk() }
        guard chunk.count >= 4 else { return nil }
        defer { offset += 4 }
        return chunk.withUnsafeBytes {
            let value = $0.loadUnaligned(fromByteOffset: offset - chunkStart, as: Int32.self)
            return Int(Int32(littleEndian: value))
        }
    }

    /// The next 64 KiB: the vocabulary is tens of thousands of numbers.
    private mutating func readChunk() {
        chunkStart = offset
        chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }

    /// False where the file ends before.
    private mutating func skip(_ bytes: Int) -> Bool {
        offset += bytes
        return offset <= size
    }
}
