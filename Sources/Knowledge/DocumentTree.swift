// SPDX-License-Identifier: MIT-0

import Glibc

/// A file that may be indexed.
package struct FoundFile: Sendable, Equatable {
    /// Below the folder that was named; the file's own name where the file was named.
    package var name: String
    package var path: String
    package var bytes: Int
    /// Nanoseconds since 1970.
    package var modified: Int
    /// Whether somebody has named this very file.
    package var isNamed: Bool
}

/// The files below a folder, in the order of their names.
///
/// What is hidden (its name begins with a dot, as `.git`) is passed over, and so is what is no file.
/// A link to a file is one; a link to a folder isn't followed, so that there is no going in circles.
struct DocumentTree {
    /// Calls `each` with every file, and `failed` with each folder or file that can't be looked at
    /// (the root's name is empty), and its errno. Stops when `each` returns false.
    static func visit(
        _ root: String, each: (FoundFile) async throws -> Bool,
        failed: (_ name: String, _ path: String, _ code: Int32) -> Void
    ) async throws {
        var status = stat()
        guard stat(root, &status) == 0 else { return failed("", root, errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            let name = root.split(separator: "/").last.map(String.init) ?? root
            if let file = file(name, root, status, isNamed: true) { _ = try await each(file) }
            return
        }
        var folders = [""]
        while let folder = folders.popLast() {
            let path = root == "/" ? "/" + folder : folder.isEmpty ? root : "\(root)/\(folder)"
            guard let names = names(in: path) else {
                failed(folder, path, errno)
                continue
            }
            var below: [String] = []
            for name in names {
                let place = folder.isEmpty ? name : "\(folder)/\(name)"
                let full = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
                guard stat(full, &status) == 0 else {
                    // A link to nowhere.
                    if errno != ENOENT { failed(place, full, errno) }
                    continue
                }
                if status.st_mode & S_IFMT == S_IFDIR {
                    var link = stat()
                    let isLink = lstat(full, &link) == 0 && link.st_mode & S_IFMT == S_IFLNK
                    if !isLink { below.append(place) }
                } else if let file = file(place, full, status, isNamed: false) {
                    guard try await each(file) else { return }
                }
            }
            folders += below.reversed()
        }
    }

    private static func file(
        _ name: String, _ path: String, _ status: stat, isNamed: Bool
    ) -> FoundFile? {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FoundFile(
            name: name, path: path, bytes: Int(status.st_size),
            // It is only compared; after 2262 it wraps around.
            modified: Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec),
            isNamed: isNamed)
    }

    /// Sorted; nil where the folder can't be read. Names that are no UTF-8 are passed over: nobody
    /// could be told of them.
    private static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    String(validatingCString: $0)
                }
            }
            if let name, !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
