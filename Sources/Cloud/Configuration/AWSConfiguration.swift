// SPDX-License-Identifier: MIT-0

import Glibc
package import Settings

/// The user's AWS configuration: the environment, the shared files, and which profile counts.
///
/// The environment is a value: it is read once, where a tool starts. Nothing here asks the network.
package struct AWSConfiguration: Sendable {
    package let environment: [String: String]
    package let profiles: AWSProfiles
    package let profileName: String
    /// Whether the profile was asked for by the caller: then credentials of the environment don't
    /// count (as with `--profile` of the AWS tools).
    package let isProfileChosen: Bool
    let overrides: AWSOverrides

    /// Reads the shared files. A profile of `overrides` goes before `AWS_PROFILE` (and its old name
    /// `AWS_DEFAULT_PROFILE`), else it is `default`, which may be missing.
    ///
    /// Throws `SettingsError` for a broken file, `ConfigurationError` for a profile that no file
    /// has: exit status 78 both.
    package init(environment: [String: String], overrides: AWSOverrides = .init()) throws {
        self.environment = environment
        self.overrides = overrides
        let profile = overrides.profile
        profiles = try AWSProfiles(environment: environment)
        isProfileChosen = profile != nil
        let named =
            environment.variable("AWS_PROFILE") ?? environment.variable("AWS_DEFAULT_PROFILE")
        profileName = profile ?? named?.value ?? "default"
        guard self.profile == nil, profile != nil || named != nil else { return }
        throw ConfigurationError.unknownProfile(
            profileName, variable: profile == nil ? named?.origin : nil, files: profiles.files)
    }

    /// nil: there is no `default`.
    package var profile: AWSSection? { profiles.profile(profileName) }

    /// A setting that is a variable or a key of the profile, in this order.
    package func setting(_ variable: String, _ key: String) -> AWSSetting? {
        environment.variable(variable) ?? profile?[setting: key]
    }

    /// A switch: `true` in whatever case is on, everything else is off (as in botocore).
    package func isOn(_ variable: String, _ key: String) -> Bool {
        setting(variable, key)?.value.lowercased() == "true"
    }

    /// `--region`, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's region, else us-east-1.
    package func region() throws(SettingsError) -> Region {
        let option = overrides.region.map { AWSSetting(value: $0, origin: .option("--region")) }
        let setting =
            option ?? environment.variable("AWS_REGION")
            ?? environment.variable("AWS_DEFAULT_REGION") ?? profile?[setting: "region"]
        return try setting.map { setting throws(SettingsError) in try Region(setting) } ?? .standard
    }

    /// Attempts in all, the first too; 3 unless `AWS_MAX_ATTEMPTS` or `max_attempts` say else.
    package func maxAttempts() throws(SettingsError) -> Int {
        guard let setting = setting("AWS_MAX_ATTEMPTS", "max_attempts") else { return 3 }
        guard let count = Int(setting.value), count > 0 else {
            throw setting.refused("'\(setting.value)' is not a number of attempts (1, 2, …)")
        }
        return count
    }

    /// A PEM file whose roots are trusted instead of the system's.
    package var certificateBundle: String? { setting("AWS_CA_BUNDLE", "ca_bundle")?.value }

    /// Throws, with its origin, a bundle that can't be read.
    func checkCertificateBundle() throws(SettingsError) {
        guard let setting = setting("AWS_CA_BUNDLE", "ca_bundle") else { return }
        guard access(setting.value, R_OK) == 0 else {
            throw setting.refused(
                "cannot read '\(setting.value)': \(String(cString: strerror(errno)))")
        }
    }

    /// A Bedrock API key; goes before credentials, for Bedrock only. Secret.
    package var bedrockKey: String? { environment.variable("AWS_BEARER_TOKEN_BEDROCK")?.value }

    /// What the endpoints of this configuration are.
    package var endpoints: Endpoints { Endpoints(configuration: self) }
}
