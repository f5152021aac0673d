// SPDX-License-Identifier: MIT-0

import Children
import Synchronization

/// Keeps one child going from turn to turn: started when first needed, started anew when it has
/// ended or was given up.
final class ChildSlot: Sendable {
    /// How long a child that was sent SIGINT may take to die of it.
    static let lastWords = Duration.milliseconds(300)

    private struct State {
        var child: ExternalChild?
        var wasInterrupted = false
    }

    private let launch: Child.Launch
    private let state = Mutex(State())

    init(_ launch: Child.Launch) { self.launch = launch }

    /// The running child. One that was interrupted either survives that, or a new one is started.
    func take() async throws -> ExternalChild {
        let interrupted = state.withLock { state in
            defer { state.wasInterrupted = false }
            return state.wasInterrupted ? state.child : nil
        }
        if let interrupted { _ = await interrupted.child.ends(within: Self.lastWords) }
        return try state.withLock { state in
            if let child = state.child, child.child.terminated == nil { return child }
            let child = try ExternalChild(launch)
            state.child = child
            return child
        }
    }

    /// Sends SIGINT: the turn that the child works on is no longer wanted.
    func interrupt(_ child: ExternalChild) {
        child.child.signal(2)
        state.withLock { if $0.child === child { $0.wasInterrupted = true } }
    }

    /// Forgets `child`: the next turn gets a new one.
    func giveUp(_ child: ExternalChild) {
        state.withLock { if $0.child === child { $0.child = nil } }
    }
}
