// SPDX-License-Identifier: MIT-0

import Glibc
import Settings

/// Whether AWS credentials are at hand. The network is never asked: what an instance's metadata
/// service has is used with `--provider aws` only.
enum AWSPresence {
    /// Variables that each are a source of credentials.
    private static let sources = [
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_BEARER_TOKEN_BEDROCK",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ]
    /// Keys of a profile that each make it a source of credentials.
    private static let keys: Set<String> = [
        "aws_access_key_id", "role_arn", "credential_process", "sso_session", "sso_start_url",
        "web_identity_token_file",
    ]

    /// What was looked at, for the error that finds nothing.
    static let places =
        "the environment (AWS_ACCESS_KEY_ID, …) and the profiles in ~/.aws/credentials and ~/.aws/config"

    static func hasCredentials() throws -> Bool {
        let pair = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
        if pair.allSatisfy({ variable($0) != nil }) { return true }
        if sources.contains(where: { variable($0) != nil }) { return true }
        let profile = variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE") ?? "default"
        let sections = [
            ("AWS_SHARED_CREDENTIALS_FILE", "credentials", profile),
            ("AWS_CONFIG_FILE", "config", profile == "default" ? profile : "profile \(profile)"),
        ]
        for (override, name, section) in sections {
            guard let path = variable(override) ?? variable("HOME").map({ "\($0)/.aws/\(name)" }),
                let found = try INIDocument(contentsOf: path)[section]
            else { continue }
            if found.entries.contains(where: { keys.contains($0.key) }) { return true }
        }
        return false
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
