// SPDX-License-Identifier: MIT-0

import Glibc

extension INIDocument {
    /// Reads a file. One that is not there is an empty one.
    package init(contentsOf path: String) throws(SettingsError) {
        try self.init(try contents(of: path), file: path)
    }
}

private func contents(of path: String) throws(SettingsError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        guard errno != ENOENT, errno != ENOTDIR else { return "" }
        throw .unreadable(file: path, code: errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
        let got = read(descriptor, &buffer, buffer.count)
        if got == 0 { return String(decoding: bytes, as: UTF8.self) }
        if got > 0 {
            bytes += buffer[..<got]
        } else if errno != EINTR {
            throw .unreadable(file: path, code: errno)
        }
    }
}
