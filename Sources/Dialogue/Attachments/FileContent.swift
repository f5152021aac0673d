// SPDX-License-Identifier: MIT-0

/// What the bytes of a file are, by themselves: formats are known by their first bytes (the
/// formats' own specifications), texts by being UTF-8 without NUL.
struct FileContent {
    typealias Format = Attachment.Format

    /// Formats that nothing but their name tells from each other.
    static let texts: [Format] = [.txt, .md, .csv, .html]

    private let bytes: [UInt8]
    private let image: ImageReader

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        image = ImageReader(bytes)
    }

    /// Those that it may be, likeliest first; none: a format that we don't know.
    var formats: [Format] {
        if let format = image.format { return [format] }
        if bytes.prefix(1024).find("%PDF-") != nil { return [.pdf] }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return [.doc, .xls]
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            if bytes[...].find("word/document.xml") != nil { return [.docx] }
            return bytes[...].find("xl/workbook.xml") != nil ? [.xlsx] : []
        }
        return isText ? Self.texts : []
    }

    /// Whether the end is there, of the formats that have one.
    func isWhole(_ format: Format) -> Bool {
        switch format.kind {
        case .image: image.isWhole(format)
        case .document:
            switch format {
            case .pdf: bytes.suffix(2048).find("%%EOF") != nil
            // The end of a ZIP's directory, with at most 64 KiB of comment behind it.
            case .docx, .xlsx: bytes.suffix(65_557).find("PK\u{05}\u{06}") != nil
            default: true
            }
        }
    }

    /// Whether a PDF's trailer names how it is encrypted.
    var isEncryptedPDF: Bool {
        var rest = bytes[...]
        while let place = rest.find("/Encrypt") {
            rest = rest[(place + 8)...]
            let next = rest.first { $0 != UInt8(ascii: " ") && $0 != 0x0A && $0 != 0x0D }
            if let next, next == UInt8(ascii: "<") || (0x30...0x39).contains(next) { return true }
        }
        return false
    }

    func pixels(_ format: Format) -> (width: Int, height: Int)? { image.pixels(format) }

    private var isText: Bool {
        !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }
}

extension ArraySlice<UInt8> {
    /// Where `text`, which is ASCII, begins for the first time.
    fileprivate func find(_ text: StaticString) -> Int? {
        text.withUTF8Buffer { wanted in
            withUnsafeBufferPointer { all in
                guard all.count >= wanted.count else { return nil }
                for start in 0...(all.count - wanted.count)
                where all[start] == wanted[0]
                    && (1..<wanted.count).allSatisfy({ all[start + $0] == wanted[$0] })
                {
                    return startIndex + start
                }
                return nil
            }
        }
    }
}
