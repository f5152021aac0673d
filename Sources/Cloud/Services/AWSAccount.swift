// SPDX-License-Identifier: MIT-0

import Transfer

/// What all services of a run share: the user's AWS configuration, the connections, and
/// credentials that are kept fresh.
package final class AWSAccount: Sendable {
    package let region: Region
    private let configuration: AWSConfiguration
    private let overrides: AWSOverrides
    private let http: HTTPClient
    private let credentials: CredentialsCache

    /// Reads the shared files; asks nobody. An instance's metadata service is asked for credentials
    /// at first use, if nothing else is configured.
    ///
    /// Throws `SettingsError` or `ConfigurationError` for what is wrong there.
    package init(environment: [String: String], overrides: AWSOverrides = .init()) throws {
        self.overrides = overrides
        configuration = try AWSConfiguration(environment: environment, overrides: overrides)
        region = try configuration.region()
        try configuration.checkCertificateBundle()
        let http = HTTPClient(trusting: configuration.certificateBundle)
        self.http = http
        credentials = CredentialsCache(
            environment: environment, overrides: overrides, client: http, asksInstance: true)
    }

    /// Whether a service is asked at an address of the user's.
    package func hasOwnEndpoint(of service: AWSService) throws -> Bool {
        try configuration.endpoints.isConfigured(service)
    }

    /// One service, in the configured region or at the configured endpoint.
    package func client(of service: AWSService) throws -> ServiceClient {
        let url = try configuration.endpoints.url(of: service, in: region)
        let retrying = Retrying(maxAttempts: try configuration.maxAttempts())
        // An API key of Bedrock goes before credentials, for Bedrock only.
        if service == .bedrockRuntime, let key = configuration.bedrockKey {
            return ServiceClient(url: url, http: http, authorization: .bearer(key, retrying))
        }
        return ServiceClient(
            url: url, http: http,
            authorization: .signature(
                RequestSigner(region: region.name, service: service.signingName),
                SignedCalls(credentials: credentials, retrying: retrying)))
    }
}
