// SPDX-License-Identifier: MIT-0

package import Settings

/// What the two shared files say: `~/.aws/config` (`AWS_CONFIG_FILE`) and `~/.aws/credentials`
/// (`AWS_SHARED_CREDENTIALS_FILE`). A file that is not there is an empty one.
///
/// Rules: AWS SDKs and Tools Reference Guide, "Shared config and credentials files". Where both
/// files define a profile, the keys of the credentials file win; `[profile default]` wins over
/// `[default]`. Sections of other names are not ours to judge and are passed over.
package struct AWSProfiles: Sendable, Equatable {
    /// Both paths, for messages: config, credentials. Empty without a home.
    package let files: [String]
    private var profiles: [String: AWSSection] = [:]
    private var sessions: [String: AWSSection] = [:]
    private var services: [String: AWSSection] = [:]

    /// Reads both files. Throws what is wrong with them, with file and line.
    package init(environment: [String: String]) throws(SettingsError) {
        let config = Self.path("AWS_CONFIG_FILE", "config", environment)
        let credentials = Self.path("AWS_SHARED_CREDENTIALS_FILE", "credentials", environment)
        files = [config, credentials].compactMap { $0 }
        if let config {
            let sections = try INIDocument(contentsOf: config).sections
            // `[profile default]` last, so that it wins.
            for section in sections.filter({ $0.name == "default" }) { add(section, of: config) }
            for section in sections.filter({ $0.name != "default" }) { add(section, of: config) }
        }
        if let credentials {
            for section in try INIDocument(contentsOf: credentials).sections {
                Self.merge(section, of: credentials, as: section.name, into: &profiles)
            }
        }
    }

    package func profile(_ name: String) -> AWSSection? { profiles[name] }

    /// `[sso-session name]`
    package func session(_ name: String) -> AWSSection? { sessions[name] }

    /// `[services name]`
    package func services(_ name: String) -> AWSSection? { services[name] }

    private mutating func add(_ section: INIDocument.Section, of file: String) {
        if section.name == "default" {
            return Self.merge(section, of: file, as: "default", into: &profiles)
        }
        let kind = section.name.prefix { !$0.isWhitespace }
        let rest = section.name[kind.endIndex...].drop { $0.isWhitespace }
        let name = Self.withoutQuotes(rest)
        guard !name.isEmpty else { return }
        switch kind {
        case "profile": Self.merge(section, of: file, as: name, into: &profiles)
        case "sso-session": Self.merge(section, of: file, as: name, into: &sessions)
        case "services": Self.merge(section, of: file, as: name, into: &services)
        default: break
        }
    }

    private static func merge(
        _ section: INIDocument.Section, of file: String, as name: String,
        into sections: inout [String: AWSSection]
    ) {
        let origin = AWSSetting.Origin.file(file, line: section.line)
        sections[name, default: AWSSection(name: name, origin: origin)].take(section, of: file)
    }

    private static func withoutQuotes(_ text: Substring) -> String {
        for quote in ["\"", "'"] where text.count > 1 {
            if text.hasPrefix(quote), text.hasSuffix(quote) {
                return String(text.dropFirst().dropLast())
            }
        }
        return String(text)
    }

    private static func path(
        _ variable: String, _ name: String, _ environment: [String: String]
    ) -> String? {
        guard let path = environment.variable(variable)?.value else {
            return environment.variable("HOME").map { "\($0.value)/.aws/\(name)" }
        }
        guard path.hasPrefix("~/"), let home = environment.variable("HOME") else { return path }
        return home.value + path.dropFirst()
    }
}
