// SPDX-License-Identifier: MIT-0

import Glibc
package import Reporting

/// Why a child process is of no use.
package enum ChildError: ReportableError, Equatable {
    /// It could not be started; `code` is the errno of `posix_spawn(3)`.
    case cannotStart(String, code: Int32)
    /// It ended while it was needed.
    case ended(String, Termination)
    /// It runs, and has closed a pipe that was needed.
    case deaf(String)
    /// It told us itself why it can't go on, and with which status it exits.
    case refused(String, message: String, status: ExitStatus)

    package var description: String {
        switch self {
        case .cannotStart(let command, let code):
            "cannot start '\(command)': \(String(cString: strerror(code)))"
        case .ended(let command, .exited(0)):
            "'\(command)' ended without an answer"
        case .ended(let command, let termination): "'\(command)' \(termination)"
        case .deaf(let command): "'\(command)' has closed its input or its output"
        case .refused(_, let message, _): message
        }
    }

    package var hint: String? {
        switch self {
        case .ended(_, .exited(0)): "it has to answer each line: vc(7), COMMANDS AS PROVIDERS"
        case .ended(let command, .exited(127)): "is the first word of '\(command)' on PATH?"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .cannotStart, .ended, .deaf: .unavailable
        case .refused(_, _, let status): status
        }
    }
}

/// How a process ended.
package enum Termination: Sendable, Equatable, CustomStringConvertible {
    case exited(Int32)
    case killed(signal: Int32)

    /// From what `waitpid(2)` reports.
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .killed(signal: signal)
    }

    package var description: String {
        switch self {
        case .exited(let status): "ended with status \(status)"
        case .killed(let signal):
            "was killed by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}
