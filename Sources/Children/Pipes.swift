// SPDX-License-Identifier: MIT-0

import CLinux
import Channels
import Glibc

/// A pipe whose ends are closed on exec and lie above the descriptors that children are given.
struct PipeEnds {
    let reader: Int32
    let writer: Int32

    /// Traps when the process is out of descriptors: nothing could go on.
    init() {
        var ends: [Int32] = [-1, -1]
        // Closed on exec from the first moment: an end that another child, started meanwhile,
        // inherited would keep this child from ever seeing EOF.
        precondition(
            vc_pipe(&ends) == 0, "pipe2: \(String(cString: strerror(errno)))")
        // `posix_spawn`'s dup2 to 0…4 must not hit another pipe of ours.
        reader = fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
        writer = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
        close(ends[0])
        close(ends[1])
    }
}

/// A channel whose elements are written to `descriptor`, which is closed at the end. When the
/// reader has gone the channel is closed, and its producers are told to stop.
func writing(to descriptor: Int32) -> Channel<[UInt8]> {
    let channel = Channel<[UInt8]>(capacity: 8)
    _ = Thread {
        // The death of a child must not be ours: this thread gets EPIPE instead of SIGPIPE.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        while let bytes = try? channel.receiveBlocking() {
            guard writeAll(bytes, to: descriptor) else {
                channel.cancel()
                break
            }
        }
        close(descriptor)
    }
    return channel
}

/// A channel of what comes out of a child's stdout and, if it has one, its report descriptor. Both are
/// closed at their ends.
///
/// One thread reads both, and reports first: what a child has reported before it wrote is delivered
/// before what it wrote.
func hearing(stdout: Int32, reports: Int32?) -> Channel<Child.Said> {
    let channel = Channel<Child.Said>(capacity: 8)
    _ = Thread {
        var open = [reports, stdout].compactMap { $0 }
        while !open.isEmpty {
            let descriptor = firstReadable(of: open)
            let bytes = readSome(from: descriptor)
            let said = descriptor == stdout ? Child.Said.output(bytes) : .report(bytes)
            if bytes.isEmpty {
                close(descriptor)
                open.removeAll { $0 == descriptor }
            } else if !channel.sendBlocking(said) {
                break
            }
        }
        for descriptor in open { close(descriptor) }
        channel.finish()
    }
    return channel
}

/// Waits until one of `descriptors` has something or is at its end; the first of them goes first.
private func firstReadable(of descriptors: [Int32]) -> Int32 {
    var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
        let count = poll(&polls, nfds_t(polls.count), -1)
        if count > 0, let ready = polls.first(where: { $0.revents != 0 }) { return ready.fd }
    }
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                rest.count)
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}

/// What is there, up to 8 KiB (256 ms of PCM); empty at EOF. Waits for the first byte.
private func readSome(from descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
        var got = -1
        repeat {
            got = read(descriptor, buffer.baseAddress, buffer.count)
        } while got < 0 && errno == EINTR
        count = max(0, got)
    }
}
