// SPDX-License-Identifier: MIT-0

import Glibc
import Synchronization

/// Signals as bytes of a pipe, which a thread can wait for.
///
/// A handler writes them, which write(2) allows (signal-safety(7)). Rejected: Dispatch's signal
/// sources (they lose early signals), and sigwait(3) with the signals blocked in every thread: the
/// runtime's main thread, once it has nothing to do, stands in sigsuspend(2) with an empty mask, and
/// there the signal's default action ends the process.
enum SignalPipe {
    /// Made before the first handler is set: the handler only reads it.
    fileprivate static let ends: [Int32] = {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }()

    /// The first signal that came, at the moment at which it came; 0 while none has.
    fileprivate static let first = Atomic<Int32>(0)

    /// Which signal came first, also where nobody has had the time to take it out of the pipe.
    static var received: Int32? {
        let signal = first.load(ordering: .acquiring)
        return signal == 0 ? nil : signal
    }

    /// From now on `signals` come out of `next`. The calling thread and those that it starts are not
    /// interrupted by them.
    static func take(_ signals: [Int32]) {
        _ = (ends, received)  // a handler must not be what makes them
        var action = sigaction()
        action.__sigaction_handler.sa_handler = writeSignal
        action.sa_flags = SA_RESTART
        for signal in signals { sigaction(signal, &action, nil) }
        mask(signals, SIG_BLOCK)
    }

    /// The next of `signals`; waits for it, on a thread of its own, which may be interrupted.
    static func next(of signals: [Int32]) -> Int32? {
        mask(signals, SIG_UNBLOCK)
        var number: UInt8 = 0
        while true {
            let got = read(ends[0], &number, 1)
            if got == 1 { return Int32(number) }
            guard got < 0, errno == EINTR else { return nil }
        }
    }

    private static func mask(_ signals: [Int32], _ how: Int32) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(how, &set, nil)
    }
}

private func writeSignal(_ signal: Int32) {
    let before = errno
    _ = SignalPipe.first.compareExchange(expected: 0, desired: signal, ordering: .releasing)
    var number = UInt8(truncatingIfNeeded: signal)
    _ = write(SignalPipe.ends[1], &number, 1)
    errno = before
}
