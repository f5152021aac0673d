// SPDX-License-Identifier: MIT-0

/// How much can be shown to a model: what Amazon Bedrock's Converse takes (its service model,
/// `Message`, and the size of a request), for all providers alike.
package enum AttachmentLimits {
    /// Bytes of one file: 3.75 MB for an image, 4.5 MB for a document.
    package static func bytes(of kind: Attachment.Kind) -> Int {
        kind == .image ? 3_750_000 : 4_500_000
    }

    /// Pixels of an image, in width and in height.
    package static let side = 8000

    /// The most of a kind in a request.
    package static func count(of kind: Attachment.Kind) -> Int { kind == .image ? 20 : 5 }

    /// Bytes of all in a request: 25 MB are a request's limit, base64 makes four bytes of three,
    /// and the words need room.
    package static let total = 18_000_000

    /// Throws if they are too many for one turn.
    package static func check(_ attachments: [Attachment]) throws(AttachmentError) {
        for kind in Attachment.Kind.allCases
        where attachments.count(where: { $0.kind == kind }) > count(of: kind) {
            throw .tooMany(kind)
        }
        guard attachments.reduce(0, { $0 + $1.bytes.count }) <= total else { throw .tooMuch }
    }

    /// Takes the oldest out of a conversation until what is left may be in one request.
    package static func trim(_ messages: inout [Message]) {
        var left = Attachment.Kind.allCases.reduce(into: [:]) { $0[$1] = count(of: $1) }
        var bytes = total
        for index in messages.indices.reversed() {
            guard !messages[index].attachments.isEmpty else { continue }
            let kept = messages[index].attachments.reversed().filter { attachment in
                guard let free = left[attachment.kind], free > 0, attachment.bytes.count <= bytes
                else {
                    // What is older must not stay where this had to go.
                    left[attachment.kind] = 0
                    return false
                }
                left[attachment.kind] = free - 1
                bytes -= attachment.bytes.count
                return true
            }
            messages[index].attachments = kept.reversed()
        }
    }
}
