// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Cloud

/// Roles, and what all sources have in common.
@Suite(.timeLimit(.minutes(5)))
struct CredentialsFetcherTests {
    private let bench: CredentialsBench

    init() async throws { bench = try await CredentialsBench() }

    private static func role(_ name: String, _ more: String = "") -> String {
        """
        [default]
        region = eu-west-1
        role_arn = arn:aws:iam::1:role/\(name)
        source_profile = keys
        \(more)
        [profile keys]
        aws_access_key_id = K
        aws_secret_access_key = secret-of-K
        """
    }

    @Test func `a chain of roles is gone through, signed as botocore does`() async throws {
        let config =
            Self.role("one", "external_id = é & co\nrole_session_name = me\nduration_seconds = 900")
            + "\nrole_arn = arn:aws:iam::1:role/two\nsource_profile = end\naws_access_key_id =\n"
            + "[profile end]\naws_access_key_id = E\naws_secret_access_key = secret-of-E\naws_session_token = t/+=\n"
        let keys = try await bench.fetcher(config).credentials()
        #expect(keys.accessKey == "one-by-two-by-E")
        #expect(keys.secretKey == "secret-of-one-by-two-by-E")
        #expect(keys.sessionToken == "session-token&/<")
        #expect(keys.expiry == bench.expiry)
        let form = try #require(await bench.server.line(beginning: "sts "))
        #expect(form.contains(#""RoleSessionName": "vc-"#))
        #expect(!form.contains("Duration"))
        #expect(try await bench.server.line(beginning: "signed") == "signed E eu-west-1")
        let second = try #require(await bench.server.line(beginning: "sts "))
        #expect(
            second
                == #"sts {"Action": "AssumeRole", "DurationSeconds": "900", "ExternalId": "\u00e9 & co", "#
                + #""RoleArn": "arn:aws:iam::1:role/one", "RoleSessionName": "me", "Version": "2011-06-15"}"#
        )
    }

    @Test func `a throttled service is asked again, when it wants`() async throws {
        let waits = Mutex<[Duration]>([])
        let keys = try await bench.fetcher(Self.role("busy")) { wait in
            waits.withLock { $0.append(wait) }
        }.credentials()
        #expect(keys.accessKey == "busy-by-K")
        #expect(waits.withLock { $0 } == [.seconds(7)])
    }

    @Test func `a wrong clock of ours is made up for`() async throws {
        #expect(
            try await bench.fetcher(Self.role("skewed")).credentials().accessKey == "skewed-by-K")
    }

    @Test(arguments: [
        ("denied", Reporting.ExitStatus.noPermission, "AccessDenied: no & never", 1),
        ("broken", .noPermission, "AccessKeyId is missing", 1),
        ("forever", .unavailable, " answered 500", 3),
    ])
    func `a role that isn't given says why`(
        name: String, status: Reporting.ExitStatus, end: String, requests: Int
    ) async throws {
        let error = await #expect(throws: CredentialsError.self) {
            try await bench.fetcher(Self.role(name)).credentials()
        }
        #expect(error?.status == status)
        let text = try #require(error?.description)
        #expect(text.contains("from role arn:aws:iam::1:role/\(name) of profile 'default': "))
        #expect(text.hasSuffix(end), "\(text)")
        #expect(!text.contains("secret-of"))
        #expect(
            try await bench.server.linesSoFar().filter { $0.hasPrefix("sts ") }.count == requests)
    }

    @Test func `a wrong secret is refused`() async throws {
        let config = Self.role("one").replacing("secret-of-K", with: "guess")
        let error = await #expect(throws: CredentialsError.self) {
            try await bench.fetcher(config).credentials()
        }
        #expect(error?.status == .noPermission)
        #expect(error?.description.contains("guess") == false)
    }

    @Test func `web identity shows its token unsigned, read anew each time`() async throws {
        let file = try bench.scratch.write("other", to: "token")
        let environment = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": file, "AWS_ROLE_ARN": "arn:aws:iam::1:role/w",
            "AWS_ROLE_SESSION_NAME": "me",
        ]
        let fetcher = try bench.fetcher("", environment)
        let error = await #expect(throws: CredentialsError.self) { try await fetcher.credentials() }
        #expect(error?.status == .noPermission)
        try bench.scratch.write("web-token\n", to: "token")
        #expect(try await fetcher.credentials().accessKey == "WEB-w")
        for path in [bench.scratch.path, "/dev/zero", bench.scratch.path + "/gone"] {
            let environment = environment.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": path]) { $1 }
            await #expect(throws: CredentialsError.self) {
                try await bench.fetcher("", environment).credentials()
            }
        }
    }

    @Test func `files that are rewritten count at the next fetch`() async throws {
        let stored = { (key: String) in
            "[default]\naws_access_key_id = \(key)\naws_secret_access_key = s\n"
        }
        var environment = SharedFiles(config: stored("one"))
        environment.credentials = ""
        let cache = CredentialsCache(
            environment: try environment.place(in: bench.scratch), client: bench.client)
        let one = try await cache.credentials()
        #expect(one.accessKey == "one")
        _ = try bench.scratch.write(stored("two"), to: "config")
        #expect(try await cache.credentials() == one)
        #expect(try await cache.renewed(after: one)?.accessKey == "two")
    }
}
