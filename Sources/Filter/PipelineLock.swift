// SPDX-License-Identifier: MIT-0

import Glibc
import Synchronization

/// Tells the tools of one pipeline that its loudspeaker sounds, so that it does not answer itself.
///
/// A file named after the process group, in the runtime directory. Whoever plays holds a shared
/// lock on it (several may); whoever listens asks whether anybody does, and never holds it. The last
/// one to let go removes the file; the kernel lets go for a process that dies.
///
/// Locks of open file descriptions (`F_OFD_SETLK`, fcntl(2)); rejected: flock(2), where asking is
/// locking, so that two listeners take each other for a loudspeaker.
package final class PipelineLock: Sendable {
    private let path: String
    /// Open while we hold the lock.
    private let descriptor = Mutex<Int32?>(nil)

    /// Throws if the runtime directory is not to be trusted.
    package convenience init() throws {
        self.init(directory: try RuntimeDirectory.path(), group: getpgrp())
    }

    init(directory: String, group: pid_t) { path = "\(directory)/playing-\(group)" }

    deinit { release() }

    /// Whether somebody holds the lock, in this process or another.
    package var isHeld: Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return false }
        defer { close(file) }
        var lock = whole(F_WRLCK)
        return fcntl(file, ofdGetLock, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    /// Holds the lock until `release`. Never waits. A second call does nothing, nor does one that the
    /// system refuses: then there is sound that nobody hears of, which is better than none.
    package func hold() {
        descriptor.withLock { descriptor in
            for _ in 0..<100 where descriptor == nil {
                let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
                guard file >= 0 else { return }
                var lock = whole(F_RDLCK)
                guard fcntl(file, ofdSetLock, &lock) == 0 else {
                    close(file)  // somebody is removing it this moment
                    continue
                }
                // The file may have been removed between opening and locking it.
                if isLinked(file) { descriptor = file } else { close(file) }
            }
        }
    }

    /// Lets go of the lock; does nothing if it is not held.
    package func release() {
        descriptor.withLock { descriptor in
            guard let file = descriptor else { return }
            var lock = whole(F_WRLCK)
            if fcntl(file, ofdSetLock, &lock) == 0 { unlink(path) }  // nobody else holds it
            close(file)
            descriptor = nil
        }
    }

    private func isLinked(_ file: Int32) -> Bool {
        var status = stat()
        return fstat(file, &status) == 0 && status.st_nlink > 0
    }

    private func whole(_ type: Int32) -> Glibc.flock {
        var lock = Glibc.flock()  // from the start to the end of the file
        lock.l_type = Int16(type)
        lock.l_whence = Int16(SEEK_SET)
        return lock
    }
}

// <fcntl.h> of Linux; Swift's Glibc does not show what is behind _GNU_SOURCE.
private let ofdGetLock: Int32 = 36
private let ofdSetLock: Int32 = 37
