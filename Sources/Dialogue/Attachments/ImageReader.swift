// SPDX-License-Identifier: MIT-0

/// Reads of a picture its format, its size in pixels, and whether its end is there. Nothing is
/// decoded.
///
/// Sources: PNG (W3C), section 5.3; JPEG, ITU-T T.81, annex B; GIF89a; the WebP container
/// specification.
struct ImageReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// By the first bytes; nil for what is none of the four.
    var format: Attachment.Format? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if isText("GIF87a", at: 0) || isText("GIF89a", at: 0) { return .gif }
        return isText("RIFF", at: 0) && isText("WEBP", at: 8) ? .webp : nil
    }

    /// Nil where the file ends before it says so, or says something else there.
    func pixels(_ format: Attachment.Format) -> (width: Int, height: Int)? {
        switch format {
        case .png:
            guard isText("IHDR", at: 12), let width = big(4, at: 16), let height = big(4, at: 20)
            else { return nil }
            return (width, height)
        case .jpeg: return readJPEG().size
        case .gif:
            guard let width = little(2, at: 6), let height = little(2, at: 8) else { return nil }
            return (width, height)
        case .webp: return pixelsOfWebP
        default: return nil
        }
    }

    /// Whether the end of the picture is there.
    func isWhole(_ format: Attachment.Format) -> Bool {
        switch format {
        case .png: hasEndOfPNG
        case .jpeg: readJPEG().isWhole
        // The trailer; some writers pad with zeros.
        case .gif: bytes.last { $0 != 0 } == 0x3B
        case .webp: little(4, at: 4).map { bytes.count >= $0 + 8 } ?? false
        default: true
        }
    }

    /// Chunk by chunk: length, type, data, sum.
    private var hasEndOfPNG: Bool {
        var place = 8
        while let length = big(4, at: place) {
            let end = place + 12 + length
            guard end <= bytes.count else { return false }
            if isText("IEND", at: place + 4) { return true }
            place = end
        }
        return false
    }

    /// Segment by segment up to the scan, then to the marker of the end: in a scan 0xFF is always
    /// followed by something else.
    private func readJPEG() -> (size: (width: Int, height: Int)?, isWhole: Bool) {
        var size: (Int, Int)?
        var place = 2
        while place + 3 < bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            // A byte of padding, or a marker that stands alone.
            if marker == 0xFF || marker == 0x01 || (0xD0...0xD7).contains(marker) {
                place += marker == 0xFF ? 1 : 2
                continue
            }
            guard let length = big(2, at: place + 2), length >= 2 else { break }
            // SOF0 to SOF15, without DHT, JPG and DAC.
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker),
                let height = big(2, at: place + 5), let width = big(2, at: place + 7)
            {
                size = (width, height)
            }
            place += 2 + length
            if marker == 0xDA { return (size, hasEndOfJPEG(from: place)) }
        }
        return (size, false)
    }

    private func hasEndOfJPEG(from start: Int) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            guard start < bytes.count else { return false }
            // From the end, where it is.
            for place in (start..<bytes.count).reversed()
            where bytes[place] == 0xD9 && bytes[place - 1] == 0xFF {
                return true
            }
            return false
        }
    }

    private var pixelsOfWebP: (width: Int, height: Int)? {
        if isText("VP8X", at: 12), let width = little(3, at: 24), let height = little(3, at: 27) {
            return (width + 1, height + 1)
        }
        if isText("VP8L", at: 12), let bits = little(4, at: 21) {
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
        // 14 bits each; the other two say how to scale.
        if isText("VP8 ", at: 12), let width = little(2, at: 26), let height = little(2, at: 28) {
            return (width & 0x3FFF, height & 0x3FFF)
        }
        return nil
    }

    private func isText(_ text: String, at place: Int) -> Bool {
        bytes.dropFirst(place).starts(with: text.utf8)
    }

    private func big(_ count: Int, at place: Int) -> Int? { number(count, at: place, false) }

    private func little(_ count: Int, at place: Int) -> Int? { number(count, at: place, true) }

    private func number(_ count: Int, at place: Int, _ isLittle: Bool) -> Int? {
        guard place >= 0, place + count <= bytes.count else { return nil }
        let digits = bytes[place..<(place + count)]
        let value = { (sum: Int, byte: UInt8) in sum << 8 | Int(byte) }
        return isLittle ? digits.reversed().reduce(0, value) : digits.reduce(0, value)
    }
}
