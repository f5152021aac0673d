// SPDX-License-Identifier: MIT-0

import Glibc

/// A process that ends a child's process group when we are no more and the child doesn't end by
/// itself, though its pipes have: nobody else would.
///
/// It reads a pipe that only we hold. A line means that the child has ended; the pipe's end means
/// that we have, in whatever way, also by SIGKILL. Rejected: PR_SET_PDEATHSIG, which fires when the
/// thread ends that started the child, and reaches a shell but not what that has started.
struct Watcher: Sendable {
    /// Two seconds to end by itself, two more after SIGTERM.
    private static let script = """
        read -r ended && exit
        for signal in TERM KILL; do
            turn=0
            while [ $turn -lt 20 ]; do
                kill -s 0 -- "-$1" || exit 0
                sleep 0.1
                turn=$((turn + 1))
            done
            kill -s $signal -- "-$1"
        done
        """

    private let process: pid_t
    private let pipe: Int32

    /// Begins to watch the process group of `child`; nil where that can't be.
    init?(_ child: pid_t) {
        let pipe = PipeEnds()
        // The outputs are not the watcher's: it would keep them open for a reader that waits.
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer {
            close(pipe.reader)
            close(nothing)
        }
        let launch = Child.Launch(["/bin/sh", "-c", Self.script, "vc-watcher", "\(child)"])
        do throws(ChildError) {
            process = try spawn(
                launch, descriptors: [(pipe.reader, 0), (nothing, 1), (nothing, 2)])
        } catch {
            close(pipe.writer)
            return nil
        }
        self.pipe = pipe.writer
    }

    /// The child has ended. Waits for the watcher's end, on a thread of its own.
    func finish() {
        survivesBrokenPipes()
        var line = UInt8(ascii: "\n")
        _ = write(pipe, &line, 1)
        close(pipe)
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
}
