// SPDX-License-Identifier: MIT-0

/// A service of AWS that vc speaks to, with its names.
package enum AWSService: String, Sendable, CaseIterable {
    case transcribeStreaming = "transcribe_streaming"
    case bedrockRuntime = "bedrock_runtime"
    case bedrockAgentRuntime = "bedrock_agent_runtime"
    case polly
    case sts
    case sso
    case ssoOIDC = "sso_oidc"

    /// Its key in `[services …]`; in capitals, what `AWS_ENDPOINT_URL_…` ends in.
    package var key: String { rawValue }

    /// How its host names begin.
    var host: String {
        switch self {
        case .transcribeStreaming: "transcribestreaming"
        case .bedrockRuntime: "bedrock-runtime"
        case .bedrockAgentRuntime: "bedrock-agent-runtime"
        case .polly: "polly"
        case .sts: "sts"
        case .sso: "portal.sso"
        case .ssoOIDC: "oidc"
        }
    }

    /// What the scope of a signature calls it.
    package var signingName: String {
        switch self {
        case .transcribeStreaming: "transcribe"
        case .bedrockRuntime, .bedrockAgentRuntime: "bedrock"
        case .polly: "polly"
        case .sts: "sts"
        case .sso: "awsssoportal"
        case .ssoOIDC: "sso-oauth"
        }
    }

    /// Whether it is asked for credentials only.
    var givesCredentials: Bool {
        switch self {
        case .sts, .sso, .ssoOIDC: true
        case .transcribeStreaming, .bedrockRuntime, .bedrockAgentRuntime, .polly: false
        }
    }

    /// Whether the plain hosts of GovCloud are its FIPS hosts.
    var isPlainFIPSInGovCloud: Bool { givesCredentials }
}
