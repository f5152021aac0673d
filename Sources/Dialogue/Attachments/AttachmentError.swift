// SPDX-License-Identifier: MIT-0

package import Reporting

/// Why a file can't be shown to a model. Nothing of it has been sent.
package enum AttachmentError: ReportableError, Equatable {
    case empty(String)
    /// Of no format that can be sent.
    case unknownFormat(String)
    /// The ending of the name says one format, the content is another; nil: none that is known.
    case falseEnding(String, Attachment.Format, is: Attachment.Format?)
    /// A folder, a device, a pipe.
    case notAFile(String)
    /// A name of a text, and bytes that are none.
    case notText(String)
    /// A document where a picture is wanted, or the other way round.
    case otherKind(String, Attachment.Format)
    /// The file is cut off, or still being written.
    case incomplete(String, Attachment.Format)
    /// The file was another while it was read.
    case changing(String)
    case encrypted(String)
    case tooLarge(String, Attachment.Kind)
    case tooManyPixels(String, width: Int, height: Int)
    /// For one request.
    case tooMany(Attachment.Kind)
    /// All together, for one request.
    case tooMuch
    /// The model is never shown these.
    case notTaken(Attachment.Kind, by: String)

    package var description: String {
        switch self {
        case .empty(let path): "'\(path)' is empty"
        case .unknownFormat(let path):
            "'\(path)' is neither a picture nor a document of a format that can be sent"
        case .falseEnding(let path, let claimed, let format?):
            "'\(path)' is \(Self.article(format)), not \(Self.article(claimed)) as its name says"
        case .falseEnding(let path, let claimed, nil):
            "'\(path)' is not \(Self.article(claimed)), as its name says"
        case .notAFile(let path): "'\(path)' is not a file"
        case .notText(let path): "'\(path)' is not UTF-8 text"
        case .otherKind(let path, let format):
            "'\(path)' is \(Self.article(format)), not "
                + (format.kind == .image ? "a document" : "a picture")
        case .incomplete(let path, let format):
            "'\(path)' is \(Self.article(format)) that is not complete"
        case .changing(let path): "'\(path)' is being written"
        case .encrypted(let path): "'\(path)' is encrypted"
        case .tooLarge(let path, .image): "'\(path)' has more than 3.75 MB, the most for an image"
        case .tooLarge(let path, .document):
            "'\(path)' has more than 4.5 MB, the most for a document"
        case .tooManyPixels(let path, let width, let height):
            "'\(path)' has \(width) by \(height) pixels; \(AttachmentLimits.side) are the most "
                + "on a side"
        case .tooMany(let kind):
            "more than \(AttachmentLimits.count(of: kind)) \(kind.rawValue)s at once"
        case .tooMuch:
            "the images and documents of a turn have more than "
                + "\(AttachmentLimits.total / 1_000_000) MB"
        case .notTaken(let kind, let model): "\(model) can't be shown \(kind.rawValue)s"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownFormat:
            "pictures: png, jpeg, gif, webp; documents: pdf, csv, doc, docx, xls, xlsx, html, txt, "
                + "md"
        case .falseEnding(_, _, is: .some): "give the file its right name"
        case .notText: "`iconv -t UTF-8` converts texts"
        case .otherKind(_, let format): "--\(format.kind.rawValue) takes it"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .tooMany, .tooMuch, .notTaken, .otherKind: .usage
        default: .badInput
        }
    }

    /// `a PNG image`, `an HTML document`
    private static func article(_ format: Attachment.Format) -> String {
        let name = format == .webp ? "WebP" : format.rawValue.uppercased()
        // By sound: an HTML, an MD, an XLS.
        let isVowel = [.html, .md, .xls, .xlsx].contains(format)
        return "\(isVowel ? "an" : "a") \(name) \(format.kind.rawValue)"
    }
}
