// SPDX-License-Identifier: MIT-0

package import Channels
import Glibc

/// Where a tool's data comes from: stdin or a file.
///
/// EOF is the normal end. After an interrupt it is read on to its end for `Interrupts.grace`, then
/// it counts as ended. Reading blocks: on a thread of our own or the main thread.
package final class Input: Sendable {
    /// What messages call it: `standard input`, or the path.
    package let name: String
    private let descriptor: Int32
    private let owned: Bool
    private let interrupts: Interrupts?

    private init(descriptor: Int32, name: String, owned: Bool, interrupts: Interrupts?) {
        self.descriptor = descriptor
        self.name = name
        self.owned = owned
        self.interrupts = interrupts
    }

    deinit {
        if owned { close(descriptor) }
    }

    /// Standard input.
    package static func standard(_ interrupts: Interrupts? = nil) -> Input {
        Input(
            descriptor: STDIN_FILENO, name: "standard input", owned: false, interrupts: interrupts)
    }

    /// Opens `path`; `-` is standard input.
    package static func opening(_ path: String, _ interrupts: Interrupts? = nil) throws -> Input {
        guard path != "-" else { return standard(interrupts) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FilterError.cannotOpen(path, code: errno) }
        return Input(
            descriptor: descriptor, name: "'\(path)'", owned: true, interrupts: interrupts)
    }

    /// Whether this is the file at `path`, under whatever name.
    package func isFile(at path: String) -> Bool {
        var ours = stat()
        var theirs = stat()
        return fstat(descriptor, &ours) == 0 && stat(path, &theirs) == 0
            && ours.st_mode & S_IFMT == S_IFREG
            && ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino
    }

    /// Whether it is a pipe or a socket: something that another program is still writing.
    package var isPipe: Bool { kind == S_IFIFO || kind == S_IFSOCK }

    /// Whether it is a file whose end is there already.
    package var isRegularFile: Bool { kind == S_IFREG }

    /// `S_IFMT` of it, or 0.
    private var kind: mode_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    /// The next bytes, as many as are there, at most `size`; empty at the end. Waits for the first.
    package func read(upTo size: Int) throws -> [UInt8] {
        while true {
            guard interrupts == nil || waitUntilReadable() else { return [] }
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, size)
                failure = got < 0 ? errno : 0
                count = max(0, got)
            }
            if failure == 0 { return bytes }
            if failure == EAGAIN {
                _ = poll(for: -1)
            } else if failure != EINTR {
                throw FilterError.readFailed(name, code: failure)
            }
        }
    }

    /// Everything that is left. Throws `FilterError.tooLarge` where that is more than `limit` bytes.
    package func readToEnd(atMost limit: Int? = nil) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while case let more = try read(upTo: 65_536), !more.isEmpty {
            bytes += more
            if let limit, bytes.count > limit { throw FilterError.tooLarge(name, limit: limit) }
        }
        return bytes
    }

    /// Reads on a thread of its own; at most `capacity` chunks of `size` bytes wait to be taken.
    package func chunks(of size: Int, capacity: Int = 4) -> Channel<[UInt8]> {
        let channel = Channel<[UInt8]>(capacity: capacity)
        _ = Thread { [self] in
            do {
                while case let bytes = try read(upTo: size), !bytes.isEmpty {
                    guard channel.sendBlocking(bytes) else { return }
                }
                channel.finish()
            } catch {
                channel.finish(throwing: error)
            }
        }
        return channel
    }

    /// False when an interrupt has come and its time of grace is over.
    private func waitUntilReadable() -> Bool {
        while true {
            guard let deadline = interrupts?.deadline else {
                if poll(for: -1) { return true }
                continue
            }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            let milliseconds = left / .milliseconds(1)
            return poll(for: Int32(milliseconds.rounded(.up)))
        }
    }

    /// Whether the descriptor became readable (or ended) within `milliseconds` (-1: for ever).
    /// An interrupt ends a wait that has no limit.
    private func poll(for milliseconds: Int32) -> Bool {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if milliseconds < 0, let interrupts {
            descriptors.append(
                pollfd(fd: interrupts.wakeDescriptor, events: Int16(POLLIN), revents: 0))
        }
        let ready = Glibc.poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        return ready > 0 && descriptors[0].revents != 0
    }
}
