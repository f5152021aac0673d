// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Glibc

/// From a file to the text of a document.
package struct DocumentReader: Sendable {
    /// What a file turned out to be.
    package enum Content: Sendable {
        case text(DocumentText, fingerprint: UInt64, hadInvalid: Bool)
        /// As it was: its fingerprint is the one that was known.
        case unchanged
        /// Pictures, programs: nothing to read.
        case binary
    }

    /// Bytes of text of a document, at most: a quarter of the memory that a run may take.
    package static let textLimit = 16 << 20
    /// Bytes of a PDF, which holds pictures too.
    package static let pdfLimit = 512 << 20
    /// A file with NUL among its first bytes is no text, as `grep` has it.
    private static let headBytes = 8192

    private let pdf: PDFReader

    package init(pdfDeadline: Duration = .seconds(60)) { pdf = PDFReader(deadline: pdfDeadline) }

    /// Throws `KnowledgeError`, or `FilterError` where the file can't be read.
    /// - Parameter known: the fingerprint of the last time.
    package func read(_ file: FoundFile, known: UInt64?) async throws -> Content {
        let input = try Input.opening(file.path)
        let head = try input.read(upTo: Self.headBytes)
        if head.starts(with: "%PDF-".utf8) || file.name.lowercased().hasSuffix(".pdf") {
            return try await readPDF(file, known)
        }
        guard !head.contains(0) else { return .binary }
        guard file.bytes <= Self.textLimit else { throw Self.tooLarge(file, Self.textLimit) }
        var bytes = head
        while case let more = try input.read(upTo: 1 << 20), !more.isEmpty {
            bytes += more
            guard bytes.count <= Self.textLimit else {
                throw KnowledgeError.tooLarge(
                    file.path, bytes: bytes.count, limit: Self.textLimit)
            }
        }
        guard !bytes.contains(0) else { return .binary }
        let fingerprint = Fingerprint.of(bytes)
        guard fingerprint != known else { return .unchanged }
        let (text, hadInvalid) = Self.decoded(bytes)
        return .text(
            Self.document(text, name: file.name), fingerprint: fingerprint, hadInvalid: hadInvalid)
    }

    private func readPDF(_ file: FoundFile, _ known: UInt64?) async throws -> Content {
        guard file.bytes <= Self.pdfLimit else { throw Self.tooLarge(file, Self.pdfLimit) }
        let bytes = try await pdf.text(of: file.path, limit: Self.textLimit)
        let fingerprint = Fingerprint.of(bytes)
        guard fingerprint != known else { return .unchanged }
        let (text, _) = Self.decoded(bytes)
        var document = DocumentText(plain: text)
        // pdftotext ends the last page with a form feed too.
        document.sections.removeAll { $0.body.allSatisfy(isSpace) }
        return .text(document, fingerprint: fingerprint, hadInvalid: false)
    }

    private static func tooLarge(_ file: FoundFile, _ limit: Int) -> KnowledgeError {
        .tooLarge(file.path, bytes: file.bytes, limit: limit)
    }

    /// By the name's ending, else by how the text begins.
    static func document(_ text: [UInt8], name: String) -> DocumentText {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        switch ending {
        case "md", "markdown", "mkd": return DocumentText(markdown: text)
        case "html", "htm", "xhtml": return HTMLText.document(text)
        default:
            let start = String(decoding: text.prefix(256), as: UTF8.self).lowercased()
                .drop { $0.isWhitespace }
            let isHTML = start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
            return isHTML ? HTMLText.document(text) : DocumentText(plain: text)
        }
    }

    /// Valid UTF-8 with line feeds only, without a byte order mark.
    static func decoded(_ bytes: [UInt8]) -> (text: [UInt8], hadInvalid: Bool) {
        var (text, hadInvalid) = (bytes, false)
        if String(validating: bytes, as: UTF8.self) == nil {
            hadInvalid = true
            text = Array(String(decoding: bytes, as: UTF8.self).utf8)
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        guard text.contains(0x0D) else { return (text, hadInvalid) }
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count)
        for (index, byte) in text.enumerated() {
            if byte != 0x0D {
                lines.append(byte)
            } else if index + 1 == text.count || text[index + 1] != 0x0A {
                lines.append(0x0A)
            }
        }
        return (lines, hadInvalid)
    }
}
