// SPDX-License-Identifier: MIT-0

import Glibc

/// Files that hold a token. Read and written whole; the caller's thread waits, for a local disk.
enum SmallFile {
    static let limitBytes = 1 << 20

    /// The code of `errno(3)` that stands in the way.
    struct Failure: Error, CustomStringConvertible {
        let code: Int32
        var description: String { String(cString: strerror(code)) }
    }

    /// Only of a regular file: anything else could make us wait for ever.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw Failure(code: errno) }
        guard information.st_mode & S_IFMT == S_IFREG else { throw Failure(code: EINVAL) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limitBytes {
            let got = Glibc.read(descriptor, &buffer, buffer.count)
            if got == 0 { return bytes }
            if got > 0 {
                bytes += buffer[..<got]
            } else if errno != EINTR {
                throw Failure(code: errno)
            }
        }
        throw Failure(code: EFBIG)
    }

    /// The text of a file, without the white space around it.
    static func text(_ path: String) throws(Failure) -> String {
        let text = String(decoding: try read(path), as: UTF8.self)
        let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:))
        return String(text[..<(end ?? text.startIndex)].drop { $0.isWhitespace })
    }

    /// Puts a file in the other's place at once, for its owner alone (0600).
    static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let isWritten = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten, rename(template, path) == 0 else {
            let failure = Failure(code: isWritten ? errno : code)
            unlink(template)
            throw failure
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
