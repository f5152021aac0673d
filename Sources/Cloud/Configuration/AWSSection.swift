// SPDX-License-Identifier: MIT-0

package import Settings

/// A section of the shared files: a profile (of both files together), an `sso-session`, `services`.
package struct AWSSection: Sendable, Equatable {
    /// Without `profile` and the like, and without quotes.
    package let name: String
    package let origin: AWSSetting.Origin
    /// By key, in lower case: the keys of the shared files don't tell case apart.
    private var settings: [String: AWSSetting] = [:]

    init(name: String, origin: AWSSetting.Origin) {
        self.name = name
        self.origin = origin
    }

    /// A setting; one without a value is not there.
    package subscript(setting key: String) -> AWSSetting? {
        settings[key].flatMap { $0.value.isEmpty ? nil : $0 }
    }

    /// The value of a setting.
    package subscript(key: String) -> String? { self[setting: key]?.value }

    /// Lays the section's entries over those that are here.
    mutating func take(_ section: INIDocument.Section, of file: String) {
        for entry in section.entries {
            settings[entry.key.lowercased()] = AWSSetting(
                value: entry.value, origin: .file(file, line: entry.line))
        }
    }

    /// What stands indented below a key without a value of its own:
    /// `polly =⏎  endpoint_url = http://…`.
    package func nested(_ key: String) throws(SettingsError) -> [String: AWSSetting] {
        guard let setting = settings[key], setting.value.hasPrefix("\n"),
            case .file(let file, let line) = setting.origin
        else { return [:] }
        let document: INIDocument
        do {
            document = try INIDocument("[\(key)]" + setting.value, file: file)
        } catch .syntax(_, let below, let problem) {
            throw .syntax(file: file, line: line + below - 1, problem: problem)
        }
        var nested: [String: AWSSetting] = [:]
        for entry in document[key]?.entries ?? [] where !entry.value.isEmpty {
            nested[entry.key.lowercased()] = AWSSetting(
                value: entry.value, origin: .file(file, line: line + entry.line - 1))
        }
        return nested
    }
}
