// SPDX-License-Identifier: MIT-0

import Channels
import Glibc
import Synchronization

/// How a tool takes Ctrl-C. Made first thing in `main`, so that no signal comes too early.
///
/// The first signal is noted, `onFirst` is called on a thread of ours, and every `Input` that knows
/// these interrupts reads on to its end, for `grace` at most. The second ends the process at once.
/// A signal that the parent has told us to ignore stays ignored.
package final class Interrupts: Sendable {
    /// How long an input may still take to reach its end.
    package static let grace = Duration.seconds(3)

    private struct State {
        var signal: Int32?
        var deadline: ContinuousClock.Instant?
        var onFirst: @Sendable (Int32) -> Void
    }

    private let state: Mutex<State>
    /// A pipe's reading end: at its end once the first signal has come.
    let wakeDescriptor: Int32
    private let wakeWriter: Int32

    /// Takes over `signals`. The object lives until the process ends.
    package init(
        _ signals: [Int32] = [SIGINT], onFirst: @escaping @Sendable (Int32) -> Void = { _ in }
    ) {
        state = Mutex(State(onFirst: onFirst))
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeDescriptor = ends[0]
        wakeWriter = ends[1]
        let taken = signals.filter { !isIgnored($0) }
        guard !taken.isEmpty else { return }
        SignalPipe.take(taken)
        _ = Thread { [self] in watch(taken) }
    }

    /// The first signal that came; nil while none has.
    package var received: Int32? { state.withLock { $0.signal } ?? SignalPipe.received }

    /// Until when inputs may still be read; nil while no signal has come.
    var deadline: ContinuousClock.Instant? { state.withLock { $0.deadline } }

    /// Replaces what the first signal does besides ending the inputs. Called at once if it has
    /// come already.
    package func onFirst(_ action: @escaping @Sendable (Int32) -> Void) {
        let signal = state.withLock { state in
            state.onFirst = action
            return state.signal
        }
        if let signal { action(signal) }
    }

    /// For a run that reads no pipe: the first signal ends the process at once too.
    package func endAtOnce() { onFirst { die(of: $0) } }

    private func watch(_ signals: [Int32]) {
        while let came = SignalPipe.next(of: signals) {
            let action = state.withLock { state -> (@Sendable (Int32) -> Void)? in
                guard state.signal == nil else { return nil }
                state.signal = came
                state.deadline = .now + Interrupts.grace
                return state.onFirst
            }
            guard let action else { die(of: came) }
            close(wakeWriter)
            action(came)
        }
    }
}
