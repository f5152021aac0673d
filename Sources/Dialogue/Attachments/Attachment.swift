// SPDX-License-Identifier: MIT-0

/// A picture or a document that goes beside the words of a turn.
///
/// What it is says its content; the ending of the file's name must not say something else. It is
/// whole, as far as that shows, and within `AttachmentLimits`.
package struct Attachment: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case image, document }

    /// The formats of Amazon Bedrock's Converse; the names are its own.
    package enum Format: String, Sendable, CaseIterable {
        case png, jpeg, gif, webp
        case pdf, csv, doc, docx, xls, xlsx, html, txt, md

        package var kind: Kind {
            switch self {
            case .png, .jpeg, .gif, .webp: .image
            default: .document
            }
        }

        /// `image/png`; of pictures only.
        package var mediaType: String? { kind == .image ? "image/\(rawValue)" : nil }

        /// Nil for an ending that says nothing about these formats. Case doesn't matter.
        init?(ending: some StringProtocol) {
            let ending = ending.lowercased()
            let others: [String: Format] = [
                "jpg": .jpeg, "jpe": .jpeg, "htm": .html, "markdown": .md, "text": .txt,
            ]
            guard let format = Format(rawValue: ending) ?? others[ending] else { return nil }
            self = format
        }
    }

    package let format: Format
    /// The file's name without folders and without its ending.
    package let name: String
    package let bytes: [UInt8]

    package var kind: Kind { format.kind }

    /// - Parameters:
    ///   - path: what the file is called; `-` is standard input.
    ///   - bytes: all of it, or more than `AttachmentLimits` allow.
    ///   - kind: what it has to be; nil: either.
    package init(
        _ path: String, _ bytes: [UInt8], as kind: Kind? = nil
    ) throws(AttachmentError) {
        guard !bytes.isEmpty else { throw .empty(path) }
        let file = path.split(separator: "/").last ?? ""
        let dot = file.lastIndex(of: ".").flatMap { $0 > file.startIndex ? $0 : nil }
        let claimed = dot.flatMap { Format(ending: file[file.index(after: $0)...]) }
        let content = FileContent(bytes)
        format = try Self.format(path, claimed, content)
        guard kind == nil || format.kind == kind else { throw .otherKind(path, format) }
        guard bytes.count <= AttachmentLimits.bytes(of: format.kind) else {
            throw .tooLarge(path, format.kind)
        }
        try Self.check(path, format, content)
        name = path == "-" ? "" : String(file[..<(dot ?? file.endIndex)])
        self.bytes = bytes
    }

    /// What the content is, if the name doesn't say otherwise.
    private static func format(
        _ path: String, _ claimed: Format?, _ content: FileContent
    ) throws(AttachmentError) -> Format {
        let possible = content.formats
        guard let claimed else {
            guard let format = possible.first else { throw .unknownFormat(path) }
            return format
        }
        if possible.contains(claimed) { return claimed }
        if possible.isEmpty, FileContent.texts.contains(claimed) { throw .notText(path) }
        throw .falseEnding(path, claimed, is: possible.first)
    }

    private static func check(
        _ path: String, _ format: Format, _ content: FileContent
    ) throws(AttachmentError) {
        guard content.isWhole(format) else { throw .incomplete(path, format) }
        if format == .pdf, content.isEncryptedPDF { throw .encrypted(path) }
        guard format.kind == .image else { return }
        guard let size = content.pixels(format), size.width > 0, size.height > 0 else {
            throw .incomplete(path, format)
        }
        guard max(size.width, size.height) <= AttachmentLimits.side else {
            throw .tooManyPixels(path, width: size.width, height: size.height)
        }
    }
}
