// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Transfer

@testable import Cloud

/// A home of its own, and a server with all sources of credentials that are asked over HTTP; it
/// checks signatures with botocore.
struct CredentialsBench {
    let scratch: Scratch
    let server: LoopbackServer
    let client = HTTPClient()

    init() async throws {
        scratch = try Scratch()
        server = try await LoopbackServer("credentials_server.py", python: testsPython)
    }

    func fetcher(
        _ config: String = "", _ environment: [String: String] = [:],
        profile: String? = nil, waits: @escaping @Sendable (Duration) -> Void = { _ in }
    ) throws -> CredentialsFetcher {
        var all = environment
        all["AWS_ENDPOINT_URL_STS"] = server.url("/sts")
        all["AWS_ENDPOINT_URL_SSO"] = server.url("/portal")
        all["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url("/oidc")
        let files = SharedFiles(environment: all, config: config)
        return try CredentialsFetcher(
            AWSConfiguration(
                environment: files.place(in: scratch), overrides: .init(profile: profile)),
            client: client, sleep: { waits($0) })
    }

    let expiry = Timestamp(iso8601: "2036-01-02T03:04:05Z")
}
