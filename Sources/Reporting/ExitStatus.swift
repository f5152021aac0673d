// SPDX-License-Identifier: MIT-0

/// How a tool ends: the one table, printed in vc(7). Numbers from `sysexits.h` where it has one.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done.
    case success = 0
    /// It ran and there was nothing to say: no speech, an empty reply, an empty input.
    case nothing = 1
    /// The command line is wrong (`EX_USAGE`).
    case usage = 64
    /// The input's data is broken or of a kind that is not supported (`EX_DATAERR`).
    case badInput = 65
    /// The input does not exist or can't be opened (`EX_NOINPUT`).
    case noInput = 66
    /// A device, an engine or a service is not available (`EX_UNAVAILABLE`).
    case unavailable = 69
    /// A bug of ours (`EX_SOFTWARE`).
    case software = 70
    /// An output file can't be created (`EX_CANTCREAT`).
    case cannotCreate = 73
    /// Reading or writing failed; also a close of stdout that failed (`EX_IOERR`).
    case inputOutput = 74
    /// Try again later: throttled after every retry (`EX_TEMPFAIL`).
    case tryAgain = 75
    /// Credentials are missing or refused (`EX_NOPERM`).
    case noPermission = 77
    /// The configuration is wrong (`EX_CONFIG`).
    case configuration = 78
}
