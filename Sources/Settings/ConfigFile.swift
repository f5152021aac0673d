// SPDX-License-Identifier: MIT-0

import Glibc

/// Our own configuration: `$XDG_CONFIG_HOME/vc/config`, else `~/.config/vc/config`.
///
/// `[vc-ask]`, `[vc-speak]`, … hold keys named as the long options of that tool; a flag is switched
/// on by `true`. A file that is not there is an empty one.
package struct ConfigFile: Sendable {
    /// For messages.
    package let path: String
    package let document: INIDocument

    static let tools = [
        "vc-record", "vc-transcribe", "vc-ask", "vc-speak", "vc-play", "vc-chat", "vc-index",
    ]

    /// Reads the user's file.
    package static func load() throws(SettingsError) -> ConfigFile {
        guard let path = userPath() else {
            return ConfigFile(path: "", document: try INIDocument("", file: ""))
        }
        return ConfigFile(path: path, document: try INIDocument(contentsOf: path))
    }

    /// What the section of `tool` says. Refuses sections that nobody reads, so that a slip of the
    /// pen is not silently without effect.
    package func settings(of tool: String) throws(SettingsError) -> [INIDocument.Entry] {
        for section in document.sections
        where !Self.tools.contains(section.name) && !section.name.hasPrefix("model ") {
            throw .unknownSection(file: path, line: section.line, name: section.name)
        }
        return document[tool]?.entries ?? []
    }

    /// The environment's folder for one of the XDG base directories, else the one below HOME.
    package static func folder(_ variable: String, below home: String) -> String? {
        if let value = getenv(variable).map({ String(cString: $0) }), value.hasPrefix("/") {
            return value
        }
        return getenv("HOME").map { String(cString: $0) + "/" + home }
    }

    private static func userPath() -> String? {
        folder("XDG_CONFIG_HOME", below: ".config").map { $0 + "/vc/config" }
    }
}
