// SPDX-License-Identifier: MIT-0

package import Reporting

/// Why something can't be indexed, or found.
package enum KnowledgeError: ReportableError, Equatable {
    /// Nothing was indexed of that path yet.
    case notIndexed(String)
    /// An index of another version of vc.
    case otherVersion(String, root: String?, found: Int, ours: Int)
    /// A file that vc-index has not made.
    case noIndex(String)
    /// What holds no text that can be read.
    case notText(String)
    case tooLarge(String, bytes: Int, limit: Int)
    case encryptedPDF(String)
    /// `reason` is pdftotext's.
    case brokenPDF(String, reason: String)
    case slowPDF(String)
    /// pdftotext is not installed.
    case noPDFReader(String)
    /// A path that is neither a file nor a folder.
    case noDocument(String)
    /// Nowhere to keep indexes.
    case noHome
    /// The index's vectors are of a model that nobody can ask here.
    case unknownEmbedder(String)

    package var description: String {
        switch self {
        case .notIndexed(let path): "'\(path)' has not been indexed"
        case .otherVersion(let path, _, let found, let ours):
            "the index '\(path)' has format \(found), and this version of vc reads format \(ours)"
        case .noIndex(let path): "'\(path)' is not an index of vc-index"
        case .notText(let path): "cannot read '\(path)': it is not text"
        case .tooLarge(let path, let bytes, let limit):
            "cannot read '\(path)': \(Self.size(bytes)) is too large; at most \(Self.size(limit)) "
                + "are taken"
        case .encryptedPDF(let path): "cannot read '\(path)': the PDF is encrypted"
        case .brokenPDF(let path, let reason):
            "cannot read '\(path)': not a whole PDF" + (reason.isEmpty ? "" : ": \(reason)")
        case .slowPDF(let path): "cannot read '\(path)': the PDF takes too long"
        case .noPDFReader(let path): "cannot read '\(path)', nor any PDF: there is no pdftotext"
        case .noDocument(let path): "cannot read '\(path)': neither a file nor a folder"
        case .noHome: "nowhere to keep an index: neither XDG_DATA_HOME nor HOME is set"
        case .unknownEmbedder(let model): "don't know how to ask '\(model)' for vectors"
        }
    }

    package var hint: String? {
        switch self {
        case .notIndexed(let path): "run `vc-index \(Self.quoted(path))` first"
        case .otherVersion(let path, let root, _, _):
            "make it anew: `rm \(Self.quoted(path))`, then "
                + "`vc-index \(root.map(Self.quoted) ?? "PATH")`"
        case .encryptedPDF: "`qpdf --decrypt` takes a password away"
        case .tooLarge: "split it, or leave it out"
        case .noPDFReader: "install poppler-utils"
        case .unknownEmbedder:
            "amazon.titan-embed-text-v2:0, cohere.embed-multilingual-v3, cohere.embed-v4:0 and "
                + "others of their families are known"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .notIndexed: .noInput
        case .noPDFReader: .unavailable
        case .noHome: .configuration
        case .unknownEmbedder: .usage
        case .otherVersion, .noIndex, .notText, .tooLarge, .encryptedPDF, .brokenPDF, .slowPDF,
            .noDocument:
            .badInput
        }
    }

    /// As a shell takes it.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                || "/._-+:,@".utf8.contains(byte)
        }
        return isPlain && !path.isEmpty ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }

    /// `5.0 GB`, in powers of 1000.
    private static func size(_ bytes: Int) -> String {
        var (value, unit) = (Double(bytes), "bytes")
        for next in ["kB", "MB", "GB", "TB"] where value >= 1000 {
            value /= 1000
            unit = next
        }
        guard unit != "bytes" else { return "\(bytes) bytes" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
