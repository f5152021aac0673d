// SPDX-License-Identifier: MIT-0

import CSQLite
import Glibc
package import Reporting

/// What can go wrong with a file of SQLite.
package enum DatabaseError: ReportableError, Equatable {
    case missing(String)
    /// `code` is the errno.
    case cannotCreate(String, code: Int32)
    /// Not a database, one of another program, or a damaged one.
    case otherKind(String)
    case damaged(String)
    /// Made by an older or a newer version of vc.
    case otherVersion(String, found: Int, ours: Int)
    /// Another process has been writing for too long.
    case busy(String)
    /// The file, its folder or the disk doesn't let us write.
    case readOnly(String)
    case full(String)
    /// Whatever else; SQLite's own words and extended code.
    case failed(String, reason: String, code: Int32)

    /// What SQLite says; `handle` knows more about it.
    init(_ path: String, _ code: Int32, _ handle: OpaquePointer?) {
        switch code & 0xFF {
        case SQLITE_CANTOPEN where access(path, F_OK) != 0: self = .missing(path)
        case SQLITE_NOTADB: self = .otherKind(path)
        case SQLITE_CORRUPT: self = .damaged(path)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path)
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: self = .readOnly(path)
        case SQLITE_FULL: self = .full(path)
        default:
            let reason = handle.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
            self = .failed(path, reason: reason.map { String(cString: $0) } ?? "", code: code)
        }
    }

    package var description: String {
        switch self {
        case .missing(let path): "cannot open '\(path)': there is no such file"
        case .cannotCreate(let path, let code):
            "cannot create '\(path)': \(String(cString: strerror(code)))"
        case .otherKind(let path): "'\(path)' is not a file of this kind"
        case .damaged(let path): "'\(path)' is damaged"
        case .otherVersion(let path, let found, let ours):
            "'\(path)' has format \(found), and this version of vc reads format \(ours)"
        case .busy(let path): "'\(path)' is being written by another process"
        case .readOnly(let path): "cannot write to '\(path)': it is read-only"
        case .full(let path): "cannot write to '\(path)': the disk is full"
        case .failed(let path, let reason, let code):
            "cannot use '\(path)': \(reason) (SQLite error \(code))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .missing: .noInput
        case .cannotCreate: .cannotCreate
        case .otherKind, .damaged, .otherVersion: .badInput
        case .busy: .tryAgain
        case .readOnly, .full, .failed: .inputOutput
        }
    }
}
