// SPDX-License-Identifier: MIT-0

import Glibc
import Synchronization

/// Where a tool's data goes: stdout, a file, or a descriptor that was handed to it.
///
/// Written through at once: no buffer of ours delays a word. Writing blocks while the reader is
/// slow, so it is done on a thread of our own or on the main thread, never in the cooperative
/// pool. A reader that has gone ends the process by SIGPIPE, also where the parent had it ignored.
package final class Output: Sendable {
    /// What messages call it: `standard output`, or the path.
    package let name: String
    private let descriptor: Mutex<Int32?>

    private init(adopting descriptor: Int32, name: String) {
        self.name = name
        self.descriptor = Mutex(descriptor)
    }

    /// Standard output.
    package static func standard() -> Output {
        Output(adopting: STDOUT_FILENO, name: "standard output")
    }

    /// Standard output for audio: refused where it is a terminal.
    package static func standardForAudio() throws -> Output {
        guard isatty(STDOUT_FILENO) == 0 else { throw FilterError.binaryToTerminal }
        return standard()
    }

    /// Creates `path`, or empties it; `-` is standard output.
    package static func creating(_ path: String) throws -> Output {
        guard path != "-" else { return standard() }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FilterError.cannotCreate(path, code: errno) }
        return Output(adopting: descriptor, name: "'\(path)'")
    }

    /// What `--events` takes: a path, or `fd:N` for a descriptor that the caller has opened.
    package static func events(_ place: String) throws -> Output {
        guard place != "-" else { throw FilterError.eventsAmongData }
        guard place.hasPrefix("fd:") else { return try creating(place) }
        guard let number = Int32(place.dropFirst(3)), fcntl(number, F_GETFD) >= 0 else {
            throw FilterError.notADescriptor(place)
        }
        return Output(adopting: number, name: place)
    }

    /// Writes all of `bytes`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard let descriptor = descriptor.withLock({ $0 }) else {
            throw FilterError.writeFailed(name, code: EBADF)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                rest.count)
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EPIPE {
                dieOfBrokenPipe()
            } else if errno == EAGAIN {
                waitUntilWritable(descriptor)
            } else if errno != EINTR {
                throw FilterError.writeFailed(name, code: errno)
            }
        }
    }

    /// Writes all of `text`, as UTF-8.
    package func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    /// Writes bytes.
    package func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Writes samples as little-endian 16-bit integers.
    package func write(_ samples: [Int16]) throws {
        // Linux on every machine that Swift supports is little-endian: memory is the wire format.
        try samples.withUnsafeBytes { try write($0) }
    }

    /// Replaces bytes already written at `offset`, where the output is a seekable file.
    /// - Returns: false where it is not.
    @discardableResult
    package func overwrite(_ bytes: [UInt8], at offset: Int) -> Bool {
        guard let descriptor = descriptor.withLock({ $0 }) else { return false }
        return bytes.withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) == $0.count
        }
    }

    /// Where the next byte goes, in a file whose beginning can be written anew; nil for a pipe, and
    /// for a file opened to append.
    package var seekablePosition: Int? {
        guard let descriptor = descriptor.withLock({ $0 }),
            fcntl(descriptor, F_GETFL) & O_APPEND == 0
        else { return nil }
        let position = lseek(descriptor, 0, SEEK_CUR)
        return position >= 0 ? Int(position) : nil
    }

    /// Closes the descriptor; a second call does nothing. A failing close is an error: the last
    /// bytes may not have reached the disk.
    package func close() throws {
        let taken = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        guard let taken, Glibc.close(taken) != 0, errno != EINTR else { return }
        throw FilterError.writeFailed(name, code: errno)
    }

    private func waitUntilWritable(_ descriptor: Int32) {
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = Glibc.poll(&poll, 1, -1)
    }
}

/// Ends the process as a writer without a reader ends: silently, of SIGPIPE (141 in a shell).
private func dieOfBrokenPipe() -> Never {
    die(of: SIGPIPE)
}
