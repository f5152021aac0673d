// SPDX-License-Identifier: MIT-0

import CCurl
import Channels
import Synchronization

/// What tasks hand to the curl thread. Starts the thread at the first exchange.
final class CurlInbox: Sendable {
    enum Command: Sendable {
        case start(Exchange)
        /// One of the exchange's streams has moved: a paused transfer may go on.
        case moved(Exchange)
        /// Nobody reads the answer any more: save the connection if that is cheap.
        case release(Exchange)
        /// Reset at once.
        case cancel(Exchange)
    }

    /// The multi handle, as other threads see it.
    ///
    /// Unchecked: the only call made through it is `curl_multi_wakeup`, the one function of a
    /// multi handle that libcurl allows from any thread, and only under the bell's lock, where the
    /// handle is taken away before it is freed.
    struct Bell: @unchecked Sendable {
        private let multi: UnsafeMutableRawPointer

        init(ringing multi: UnsafeMutableRawPointer) { self.multi = multi }

        func ring() { curl_multi_wakeup(multi) }
    }

    private struct State {
        var commands: [Command] = []
        var hasThread = false
        var isStopped = false
        var refusal: TransferError?
    }

    private let bundle: String?
    private let state = Mutex(State())
    /// A lock of its own: the thread that is woken takes the other one at once.
    private let bell = Mutex<Bell?>(nil)

    /// `bundle`: a PEM file whose roots are trusted instead of the system's.
    init(trusting bundle: String?) { self.bundle = bundle }

    func submit(_ command: Command) {
        let (mustStart, refusal) = state.withLock { state in
            defer { state.hasThread = true }
            if state.refusal == nil { state.commands.append(command) }
            return (!state.hasThread, state.refusal)
        }
        ring()
        if let refusal, case .start(let exchange) = command { exchange.finish(throwing: refusal) }
        // The thread keeps the inbox until `stop`, and itself by running.
        if mustStart { _ = Thread { [self] in runCurlThread(self, trusting: bundle) } }
    }

    /// Ends the thread; exchanges that are under way are cancelled.
    func stop() {
        state.withLock { $0.isStopped = true }
        ring()
    }

    private func ring() { bell.withLock { $0?.ring() } }

    // MARK: The curl thread's side

    func install(_ new: Bell?) { bell.withLock { $0 = new } }

    /// There is no libcurl: every exchange gets the reason. The thread ends.
    func refuse(_ error: TransferError) {
        state.withLock { $0.refusal = error }
        for case .start(let exchange) in take().commands { exchange.finish(throwing: error) }
    }

    func take() -> (commands: [Command], isStopped: Bool) {
        state.withLock { state in
            defer { state.commands.removeAll(keepingCapacity: true) }
            return (state.commands, state.isStopped)
        }
    }
}
