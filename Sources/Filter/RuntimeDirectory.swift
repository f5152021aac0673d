// SPDX-License-Identifier: MIT-0

import Glibc

/// The folder for locks and sockets that live as long as the session:
/// `$XDG_RUNTIME_DIR/vc`, else `/tmp/vc-UID`.
package enum RuntimeDirectory {
    /// Makes the folder if need be (mode 0700) and returns its path.
    ///
    /// In /tmp anybody could have made it first, so it is refused unless it is a folder of ours
    /// that nobody else can write to.
    package static func path() throws -> String {
        let path: String
        if let base = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), base.hasPrefix("/") {
            path = base + "/vc"
        } else {
            path = "/tmp/vc-\(getuid())"
        }
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            let reason = String(cString: strerror(errno))
            throw FilterError.unsafeDirectory(path, reason: reason)
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            throw FilterError.unsafeDirectory(path, reason: reason)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw FilterError.unsafeDirectory(path, reason: "it is not a folder")
        }
        guard status.st_uid == getuid() else {
            throw FilterError.unsafeDirectory(path, reason: "it belongs to somebody else")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw FilterError.unsafeDirectory(path, reason: "others can write to it")
        }
        return path
    }
}
