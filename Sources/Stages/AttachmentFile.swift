// SPDX-License-Identifier: MIT-0

package import Dialogue
import Filter
import Glibc

/// Reads a picture or a document.
package enum AttachmentFile {
    private static let (tries, pause) = (10, UInt32(50_000))

    /// Reads no more of a file than may be sent. Blocks. Throws `AttachmentError` and
    /// `FilterError`.
    ///
    /// `kind`: what it has to be; nil: either.
    package static func read(_ path: String, as kind: Attachment.Kind? = nil) throws -> Attachment {
        let input = try Input.opening(path)
        let most = AttachmentLimits.bytes(of: kind ?? .document)
        var bytes: [UInt8] = []
        while bytes.count <= most, case let more = try input.read(upTo: 65_536), !more.isEmpty {
            bytes += more
        }
        // The rest might tell another format.
        guard bytes.count <= most else { throw AttachmentError.tooLarge(path, kind ?? .document) }
        return try Attachment(path, bytes, as: kind)
    }

    /// The same of a regular file only: others, such as a terminal or a pipe, might never end.
    package static func readFile(
        _ path: String, as kind: Attachment.Kind? = nil
    ) throws -> Attachment {
        var status = stat()
        let exists = stat(path, &status) == 0
        guard path != "-", !exists || status.st_mode & S_IFMT == S_IFREG else {
            throw AttachmentError.notAFile(path)
        }
        return try read(path, as: kind)
    }

    /// Reads an image that another program may be writing: again, for at most half a second,
    /// until it is whole and has not changed meanwhile. Blocks.
    static func readSettled(_ path: String) throws -> Attachment {
        var failure = AttachmentError.changing(path)
        for attempt in 0..<tries {
            if attempt > 0 { usleep(pause) }
            do {
                let before = Stamp(path)
                let image = try readFile(path, as: .image)
                if Stamp(path) == before { return image }
            } catch let error as AttachmentError {
                guard error.mayPass else { throw error }
                failure = error
            }
        }
        throw failure
    }

    /// Which file it is, and in which state.
    private struct Stamp: Equatable {
        let device, inode: UInt
        let size: Int
        let seconds, nanoseconds: Int

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = status.st_dev
            inode = status.st_ino
            size = status.st_size
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }
}

extension AttachmentError {
    /// Whether the file may be another in a moment, because it is just being written.
    fileprivate var mayPass: Bool {
        switch self {
        case .empty, .incomplete, .changing, .unknownFormat, .falseEnding(_, _, is: nil): true
        default: false
        }
    }
}
