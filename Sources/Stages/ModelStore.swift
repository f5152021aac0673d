// SPDX-License-Identifier: MIT-0

import Children
import Filter
import Glibc
import Settings

/// The engines and models that set-up has put into the data folder: `$XDG_DATA_HOME/vc`, else
/// `~/.local/share/vc`.
///
/// Files are verified when they are made. After that a file is trusted while its size and time of
/// modification are those in `models/installed.tsv`; else it is hashed again, and refused if it is
/// another.
struct ModelStore: Sendable {
    /// A made file, a line of `installed.tsv`.
    struct Entry: Sendable, Equatable {
        var name: String
        /// Relative to the data folder.
        var path: String
        var bytes: Int
        var sha256: String
        /// Nanoseconds since 1970.
        var modified: Int
    }

    let folder: String
    let entries: [Entry]

    /// Reads the list.
    static func load() throws -> ModelStore {
        guard let base = ConfigFile.folder("XDG_DATA_HOME", below: ".local/share") else {
            throw StagesError.notInstalled(missing: "HOME")
        }
        let folder = base + "/vc"
        let list = folder + "/models/installed.tsv"
        guard access(list, R_OK) == 0 else { throw StagesError.notInstalled(missing: list) }
        let text = String(decoding: try Input.opening(list).readToEnd(), as: UTF8.self)
        return ModelStore(
            folder: folder, entries: text.split(separator: "\n").compactMap(Entry.init))
    }

    /// The verified path of one file of the data folder.
    func verified(_ path: String) async throws -> String {
        guard let entry = entries.first(where: { $0.path == path }) else {
            throw StagesError.notInstalled(missing: "\(folder)/\(path)")
        }
        let file = "\(folder)/\(path)"
        var status = stat()
        guard stat(file, &status) == 0 else { throw StagesError.notInstalled(missing: file) }
        let modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        if status.st_size == entry.bytes, modified == entry.modified { return file }
        guard status.st_size == entry.bytes, try await sha256(file) == entry.sha256 else {
            throw StagesError.changedModel(path: file)
        }
        return file
    }

    /// The names of the installed ones.
    var languageModels: [String] { entries.filter { $0.path.hasSuffix(".gguf") }.map(\.name) }

    /// The language model that `name` means: a GGUF file, or the name of an installed one; nil
    /// means the best that is installed.
    func languageModel(_ name: String?) async throws -> String {
        if let name, name.contains("/") || name.hasSuffix(".gguf") {
            guard access(name, R_OK) == 0 else { throw StagesError.noModelFile(name) }
            return name
        }
        let models = entries.filter { $0.path.hasSuffix(".gguf") }
        guard let name else {
            // The list is in the order of preference that set-up has: the default model first.
            let best = models.first { $0.name.hasPrefix("qwen") } ?? models.first
            guard let best else { throw StagesError.notInstalled(missing: "language model") }
            return try await verified(best.path)
        }
        guard let entry = models.first(where: { $0.name == name }) else {
            throw StagesError.unknownModel(name, known: models.map(\.name))
        }
        return try await verified(entry.path)
    }

    private func sha256(_ path: String) async throws -> String {
        let child = try Child(.init(["sha256sum", "--", path], name: "sha256sum"))
        let output = try await child.wholeOutput()
        return String(decoding: output.prefix(64), as: UTF8.self)
    }
}

extension ModelStore.Entry {
    /// Reads a line: name, path, bytes, sha256, time of modification; tabs between.
    init?(_ line: Substring) {
        let cells = line.split(separator: "\t").map(String.init)
        guard cells.count == 5, let bytes = Int(cells[2]), let modified = Int(cells[4]) else {
            return nil
        }
        self.init(
            name: cells[0], path: cells[1], bytes: bytes, sha256: cells[3], modified: modified)
    }
}
