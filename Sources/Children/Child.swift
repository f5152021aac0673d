// SPDX-License-Identifier: MIT-0

package import Channels
import Glibc
import Synchronization

/// A child process in a process group of its own, joined to us by pipes.
///
/// A terminal's Ctrl-C reaches only us. The child's stderr is ours. Its signal mask and
/// dispositions are the defaults, whatever ours are. When we end, in whatever way, its pipes end.
package final class Child: Sendable {
    /// What to start.
    package struct Launch: Sendable, Equatable {
        /// The program (found on PATH) and its arguments.
        package var arguments: [String]
        /// Laid over our environment.
        package var environment: [String: String]
        /// Whether descriptors 3 (to the child) and 4 (from it) carry control messages.
        package var hasControl: Bool
        /// What messages call it.
        package var name: String

        package init(
            _ arguments: [String], environment: [String: String] = [:], hasControl: Bool = false,
            name: String? = nil
        ) {
            self.arguments = arguments
            self.environment = environment
            self.hasControl = hasControl
            self.name = name ?? arguments.joined(separator: " ")
        }

        /// A command line for `/bin/sh`.
        package static func shell(_ command: String, hasControl: Bool = false) -> Launch {
            Launch(["/bin/sh", "-c", command], hasControl: hasControl, name: command)
        }
    }

    /// What a child says, in the order in which it said it.
    package enum Said: Sendable, Equatable {
        /// On its stdout.
        case output([UInt8])
        /// On descriptor 4.
        case report([UInt8])
    }

    package let launch: Launch
    /// To the child's stdin; finishing it closes the pipe. A child that no longer reads closes it.
    package let input: Channel<[UInt8]>
    /// From the child's stdout and descriptor 4; ends when both are at their ends. Not taken: the
    /// child waits.
    package let said: Channel<Said>
    /// To descriptor 3; nil without control.
    package let control: Channel<[UInt8]>?

    private let process: pid_t
    private let termination: Mutex<Termination?>
    private let ended: Channel<Never>

    /// Starts the child.
    package init(_ launch: Launch) throws(ChildError) {
        let (process, pipes) = try Self.start(launch)
        self.process = process
        self.launch = launch
        input = writing(to: pipes.stdin.writer)
        said = hearing(stdout: pipes.stdout.reader, reports: pipes.reports?.reader)
        control = pipes.control.map { writing(to: $0.writer) }
        termination = Mutex(nil)
        ended = Channel(capacity: 1)
        _ = Thread { [self] in reap() }
    }

    /// How it ended; nil while it runs.
    package var terminated: Termination? { termination.withLock { $0 } }

    /// Waits for its end. Throws `CancellationError` when the task is cancelled.
    @discardableResult
    package func waitForEnd() async throws -> Termination {
        _ = try await ended.receive()
        return termination.withLock { $0 } ?? .exited(0)
    }

    /// Sends `signal` to the child's whole process group. A child that has ended is left alone.
    package func signal(_ signal: Int32) {
        termination.withLock { if $0 == nil { kill(-process, signal) } }
    }

    /// Lets the child end by itself: closes its inputs; after `grace` it is asked to (SIGTERM),
    /// after `grace` more it is made to (SIGKILL).
    package func stop(grace: Duration = .seconds(1)) async {
        input.finish()
        control?.finish()
        said.cancel()
        for next in [SIGTERM, SIGKILL] {
            if await ends(within: grace) { return }
            signal(next)
        }
    }

    /// Whether it ends within `limit`.
    package func ends(within limit: Duration) async -> Bool {
        await withTaskGroup { group in
            group.addTask { (try? await self.waitForEnd()) != nil }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }

    private typealias Pipes = (
        stdin: PipeEnds, stdout: PipeEnds, control: PipeEnds?, reports: PipeEnds?
    )

    /// Makes the pipes and starts the process; the child's ends are closed here.
    private static func start(_ launch: Launch) throws(ChildError) -> (pid_t, Pipes) {
        let pipes = (
            stdin: PipeEnds(), stdout: PipeEnds(), control: launch.hasControl ? PipeEnds() : nil,
            reports: launch.hasControl ? PipeEnds() : nil
        )
        let theirs: [(ours: Int32, theirs: Int32)] = [
            (pipes.stdin.reader, 0), (pipes.stdout.writer, 1), (pipes.control?.reader ?? -1, 3),
            (pipes.reports?.writer ?? -1, 4),
        ]
        defer { for (end, _) in theirs where end >= 0 { close(end) } }
        do throws(ChildError) {
            return (try spawn(launch, descriptors: theirs), pipes)
        } catch {
            let ours = [
                pipes.stdin.writer, pipes.stdout.reader, pipes.control?.writer,
                pipes.reports?.reader,
            ]
            for case let end? in ours { close(end) }
            throw error
        }
    }

    private func reap() {
        var status: Int32 = 0
        var information = siginfo_t()
        // Wait without reaping, so that `signal` never hits a process id that is used anew.
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        termination.withLock { termination in
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            termination = Termination(waitStatus: status)
        }
        ended.finish()
    }
}
