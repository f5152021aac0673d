// SPDX-License-Identifier: MIT-0

import Foundation

/// A file that is there as long as `use` runs.
func withFile(_ content: String, _ use: (String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(
        path: "vc-\(UUID().uuidString).json")
    try Data(content.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try use(file.path)
}
