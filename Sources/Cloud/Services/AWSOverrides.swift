// SPDX-License-Identifier: MIT-0

/// What the command line says of AWS; it goes before the environment and the shared files.
package struct AWSOverrides: Sendable, Equatable {
    /// `--profile`
    package var profile: String?
    /// `--region`
    package var region: String?
    /// `--endpoint-url`: of Transcribe, Bedrock and Polly; never of those that give credentials.
    package var endpointURL: String?

    package init(profile: String? = nil, region: String? = nil, endpointURL: String? = nil) {
        self.profile = profile
        self.region = region
        self.endpointURL = endpointURL
    }
}
