// SPDX-License-Identifier: MIT-0

/// Reads a WAV header that arrives in pieces.
///
/// Chunks that say nothing about the sound are skipped, whatever their size; the memory needed is
/// a few dozen bytes.
package struct WAVParser: Sendable {
    private enum Expectation { case riff, chunk, format(size: UInt32) }

    private var expectation = Expectation.riff
    /// What has come of the structure that is expected.
    private var pending: [UInt8] = []
    /// Bytes to pass over before it.
    private var skip: UInt64 = 0
    private var riffSize: UInt32 = 0
    private var format: AudioFormat?

    /// Bytes of header read so far.
    package private(set) var offset: UInt64 = 0

    package init() {}

    /// Takes the next bytes of the file.
    /// - Returns: the header and the bytes after it once it is complete; then this parser is done.
    package mutating func parse(
        _ bytes: ArraySlice<UInt8>
    ) throws(WaveformError) -> (header: WAVHeader, sound: ArraySlice<UInt8>)? {
        var bytes = bytes
        while !bytes.isEmpty {
            let skipped = Int(min(skip, UInt64(bytes.count)))
            skip -= UInt64(skipped)
            offset += UInt64(skipped)
            bytes = bytes.dropFirst(skipped)

            let piece = bytes.prefix(expectedSize - pending.count)
            pending += piece
            offset += UInt64(piece.count)
            bytes = bytes.dropFirst(piece.count)
            guard pending.count == expectedSize else { continue }
            let structure = pending
            pending = []
            if let header = try take(structure[...]) { return (header, bytes) }
        }
        return nil
    }

    /// The error of a file that ends inside its header.
    package var endedEarly: WaveformError {
        .brokenWAV(
            format == nil ? "it ends before its format" : "it ends before its sound",
            offset: offset)
    }

    private var expectedSize: Int {
        switch expectation {
        case .riff: 12
        case .chunk: 8
        case .format(let size): min(Int(size), WAVFormatChunk.readSize)
        }
    }

    private mutating func take(
        _ structure: ArraySlice<UInt8>
    ) throws(WaveformError) -> WAVHeader? {
        let fields = WAVFields(structure)
        switch expectation {
        case .riff:
            guard fields.hasName("RIFF", at: 0), fields.hasName("WAVE", at: 8) else {
                throw .brokenWAV("a RIFF file that is no WAVE", offset: 8)
            }
            riffSize = fields.number(at: 4)
            expectation = .chunk
        case .chunk:
            let size: UInt32 = fields.number(at: 4)
            if fields.hasName("data", at: 0) { return try header(dataSize: size) }
            if fields.hasName("fmt ", at: 0) {
                guard size >= WAVFormatChunk.leastSize else {
                    throw .brokenWAV("its format takes only \(size) bytes", offset: offset - 4)
                }
                expectation = .format(size: size)
            } else {
                skip = UInt64(size) + UInt64(size % 2)  // chunks are padded to an even size
            }
        case .format(let size):
            let read = UInt64(structure.count)
            format = try WAVFormatChunk.format(structure, at: offset - read)
            skip = UInt64(size) + UInt64(size % 2) - read
            expectation = .chunk
        }
        return nil
    }

    private func header(dataSize: UInt32) throws(WaveformError) -> WAVHeader {
        guard let format else {
            throw .brokenWAV("its sound comes before its format", offset: offset - 8)
        }
        // An empty sound that is followed by other chunks is meant to be empty.
        let isFollowed =
            !WAVHeader.openEndedSizes.contains(riffSize) && UInt64(riffSize) + 8 > offset
        let isOpenEnded =
            WAVHeader.openEndedSizes.contains(dataSize) && !(dataSize == 0 && isFollowed)
        return WAVHeader(format: format, dataBytes: isOpenEnded ? nil : UInt64(dataSize))
    }
}
