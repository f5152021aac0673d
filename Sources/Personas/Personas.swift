// SPDX-License-Identifier: MIT-0

import Filter
import Glibc
import Settings

/// The personas there are: the user's, in `$XDG_CONFIG_HOME/vc/personas`, and those that are
/// shipped. The user's own of the same name counts.
package struct Personas: Sendable {
    private let folder: String?
    private let providers: Set<String>

    /// - Parameters:
    ///   - folder: where the user's are; nil where there is no home.
    ///   - providers: the names of providers that a persona may say something about.
    package init(folder: String?, providers: Set<String>) {
        self.folder = folder
        self.providers = providers
    }

    /// Those of the user who runs this.
    package init(providers: Set<String>) {
        let folder = ConfigFile.folder("XDG_CONFIG_HOME", below: ".config")
        self.init(folder: folder.map { $0 + "/vc/personas" }, providers: providers)
    }

    /// Throws `PersonaError`, and `FilterError` for a file that can't be read.
    package func persona(_ name: String) throws -> Persona {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else {
            throw PersonaError.badName(name)
        }
        if let file = folder.map({ "\($0)/\(name).json" }), access(file, F_OK) == 0 {
            return try Persona(
                try Input.opening(file).readToEnd(atMost: 1 << 20), file: file, providers: providers
            )
        }
        if let text = Shipped.personas[name] {
            return try Persona(
                Array(text.utf8), file: "persona '\(name)'", providers: providers)
        }
        throw PersonaError.unknown(name, known: names)
    }

    /// Sorted.
    package var names: [String] { Set(own + Shipped.personas.keys).sorted() }

    private var own: [String] {
        guard let folder, let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(
                    to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)
                ) { String(cString: $0) }
            }
            if name.hasSuffix(".json"), !name.hasPrefix(".") {
                names.append(String(name.dropLast(5)))
            }
        }
        return names
    }
}
