// SPDX-License-Identifier: MIT-0

import Filter
import Glibc

extension INIDocument {
    /// Reads a file. One that is not there is an empty one.
    package init(contentsOf path: String) throws(SettingsError) {
        var bytes: [UInt8] = []
        do {
            bytes = try Input.opening(path).readToEnd()
        } catch FilterError.cannotOpen(_, let code) {
            guard code == ENOENT || code == ENOTDIR else {
                throw .unreadable(file: path, code: code)
            }
        } catch FilterError.readFailed(_, let code) {
            throw .unreadable(file: path, code: code)
        } catch {
            throw .unreadable(file: path, code: EIO)
        }
        try self.init(String(decoding: bytes, as: UTF8.self), file: path)
    }
}
