// SPDX-License-Identifier: MIT-0

import Glibc

/// Ends the process by `signal`'s default action, whatever was done with the signal before, so
/// that a shell sees how we died and stops its loop.
package func die(of signal: Int32) -> Never {
    Glibc.signal(signal, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(signal)
    // Only a signal whose default is to be ignored comes back.
    exit(128 + signal)
}

/// Whether our parent wants us not to hear `signal`, as a shell does for jobs in the background.
func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
}
