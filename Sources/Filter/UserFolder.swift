// SPDX-License-Identifier: MIT-0

import Glibc

/// A folder in which we keep something for the user.
package enum UserFolder {
    /// Makes a folder and those above it, for the user alone (mode 0700). One that is there stays as it
    /// is. Throws `FilterError.cannotMakeFolder`.
    package static func make(_ folder: String) throws {
        var made = ""
        for part in folder.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0, errno != EEXIST, access(made, F_OK) != 0 {
                throw FilterError.cannotMakeFolder(made, code: errno)
            }
        }
    }
}
