// SPDX-License-Identifier: MIT-0

package import Transfer

/// Carries out a plan: asks the source of credentials.
package struct CredentialsFetcher: Sendable {
    let configuration: AWSConfiguration
    private let exchange: SmallExchange
    private let retrying: Retrying
    private let now: @Sendable () -> Timestamp
    private let sleep: @Sendable (Duration) async throws -> Void

    /// `now` and `sleep` are there for tests.
    package init(
        _ configuration: AWSConfiguration, client: HTTPClient,
        now: @escaping @Sendable () -> Timestamp = { .now() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) throws {
        self.configuration = configuration
        self.now = now
        self.sleep = sleep
        exchange = SmallExchange(client: client)
        retrying = Retrying(maxAttempts: try configuration.maxAttempts(), sleep: sleep)
    }

    /// Credentials of the source that is configured. Throws `CredentialsError` (77),
    /// `SettingsError` (78), `TransferError`, `CancellationError`.
    package func credentials(asksInstance: Bool = false) async throws -> Credentials {
        try await credentials(
            of: CredentialsPlanner(configuration).plan(asksInstance: asksInstance))
    }

    package func credentials(of plan: CredentialsPlan) async throws -> Credentials {
        switch plan {
        case .fixed(let credentials, _): return credentials
        case .role(let role, let source):
            return try await tokens().assume(role, with: try await credentials(of: source))
        case .webIdentity(let identity): return try await tokens().assume(identity)
        case .singleSignOn(let source): return try await center(source).credentials()
        case .login(let session): return try session.credentials(at: now())
        case .process(let process):
            return try await process.credentials(environment: configuration.environment)
        case .container(let container):
            return try await container.credentials(exchange, sleep: sleep)
        case .instance(let service, let passedOver):
            return try await service.credentials(exchange, passedOver: passedOver)
        }
    }

    private func tokens() throws -> SecurityTokens {
        let region = try configuration.region()
        return SecurityTokens(
            url: try configuration.endpoints.url(of: .sts, in: region), region: region,
            exchange: exchange, retrying: retrying, now: now)
    }

    private func center(_ source: SingleSignOn) throws -> IdentityCenter {
        IdentityCenter(
            source: source,
            portalURL: try configuration.endpoints.url(of: .sso, in: source.region),
            tokenURL: try configuration.endpoints.url(of: .ssoOIDC, in: source.region),
            exchange: exchange, retrying: retrying, now: now)
    }
}

extension CredentialsCache {
    /// The credentials of a user, kept fresh. The shared files are read anew for each fetch: other
    /// tools write to them.
    package init(
        environment: [String: String], overrides: AWSOverrides = .init(), client: HTTPClient,
        asksInstance: Bool = false
    ) {
        self.init {
            let configuration = try AWSConfiguration(environment: environment, overrides: overrides)
            return try await CredentialsFetcher(configuration, client: client)
                .credentials(asksInstance: asksInstance)
        }
    }
}
