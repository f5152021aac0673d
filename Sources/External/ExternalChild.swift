// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Reporting

/// What happens around a child, in the order in which it came.
enum ChildEvent: Sendable {
    /// From its stdout.
    case output([UInt8])
    case report(ChildReport)
    /// Its stdout and its reports are at their ends.
    case ended
    /// From our side: the next piece of text to speak, and that it was the last.
    case piece(String)
    case piecesEnded
    /// There is no next piece, since what makes them has failed.
    case piecesFailed(any Error)
}

/// A running child and the one inbox into which everything it says goes.
///
/// A controlled child is known by its first report, if that comes before its first output.
final class ExternalChild: Sendable {
    /// What may pass between the end of a child's pipes and its own.
    static let lastMoment = Duration.milliseconds(500)

    let child: Child
    let inbox = Channel<ChildEvent>(capacity: 16)
    private let pump: Task<Void, Never>

    init(_ launch: Child.Launch) throws(ChildError) {
        let child = try Child(launch)
        let inbox = inbox
        self.child = child
        // Lives as long as the child's pipes: no scope of one turn could hold it.
        pump = Task {
            try? await forward(child.said, to: inbox)
            try? await inbox.send(.ended)
            inbox.finish()
        }
    }

    deinit {
        pump.cancel()
        child.input.finish()
        child.control?.finish()
        child.said.cancel()
    }

    /// Does nothing where the child turned out not to listen.
    func send(_ command: ChildCommand) async throws {
        do {
            try await child.control?.send(command.line)
        } catch {
            try Task.checkCancellation()
        }
    }

    /// Sends no more commands to a child that is plain: nobody reads them, and the pipe is finite.
    func stopCommands() { child.control?.cancel() }

    /// Tells a child at once, from a task that is already cancelled.
    func sendNow(_ command: ChildCommand) {
        child.control?.trySend(command.line)
    }

    /// The error for a child that has ended while it was needed. One that has only closed its pipes
    /// is of no use either, and is stopped.
    func failure() async -> ChildError {
        guard await child.ends(within: Self.lastMoment), let termination = child.terminated else {
            await child.stop(grace: Self.lastMoment)
            return .deaf(child.launch.name)
        }
        return .ended(child.launch.name, termination)
    }

    /// The error that a child reports before it ends.
    func failure(_ report: ChildReport) -> ChildError {
        .refused(
            child.launch.name, message: report.message ?? "'\(child.launch.name)' failed",
            status: report.status.flatMap(ExitStatus.init(rawValue:)) ?? .unavailable)
    }
}

private func forward(_ said: Channel<Child.Said>, to inbox: Channel<ChildEvent>) async throws {
    var lines = LineSplitter()
    for try await said in said {
        switch said {
        case .output(let bytes): try await inbox.send(.output(bytes))
        case .report(let bytes):
            for report in lines.push(bytes).compactMap(ChildReport.init(line:)) {
                try await inbox.send(.report(report))
            }
        }
    }
}
