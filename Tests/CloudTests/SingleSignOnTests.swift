// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Cloud

/// IAM Identity Center, and `aws login`.
@Suite(.timeLimit(.minutes(5)))
struct SingleSignOnTests {
    private let bench: CredentialsBench

    init() async throws { bench = try await CredentialsBench() }

    private static let session = """
        [profile me]
        sso_session = corp
        sso_account_id = 123
        sso_role_name = Dev & Co
        [sso-session corp]
        sso_start_url = https://corp.example/start
        sso_region = eu-west-1
        """

    private func time(_ seconds: Double) -> String {
        Timestamp.now().advanced(by: .seconds(seconds)).iso8601
    }

    private func writeToken(
        _ token: String, left: Double, refresh: String? = nil, registration: Double = 1000
    ) throws {
        var fields = ["accessToken": token, "expiresAt": time(left)]
        if let refresh {
            fields["refreshToken"] = refresh
            fields["clientId"] = "id"
            fields["clientSecret"] = "hush"
            fields["registrationExpiresAt"] = time(registration)
        }
        try bench.scratch.write(try JSONEncoder().encode(fields), to: cacheName())
    }

    private func cacheName() throws -> String {
        ".aws/sso/cache/\(try SHA1.hex(of: "corp")).json"
    }

    @Test func `the name of the cache file is SHA-1's`() throws {
        // FIPS 180-4's example.
        #expect(try SHA1.hex(of: "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test func `a cached token gives the role's credentials`() async throws {
        try writeToken("good-token", left: 3600)
        let keys = try await bench.fetcher(Self.session, profile: "me").credentials()
        #expect(keys.accessKey == "SSO-Dev & Co")
        #expect(keys.expiry == bench.expiry)
        #expect(try await bench.server.linesSoFar() == ["portal Dev & Co 123 good-token"])
    }

    @Test func `a token near its end is refreshed, and the file written anew`() async throws {
        try writeToken("good-token", left: 600, refresh: "good-refresh")
        #expect(
            try await bench.fetcher(Self.session, profile: "me").credentials().accessKey
                == "SSO-Dev & Co")
        let lines = try await bench.server.linesSoFar()
        #expect(
            lines.first == #"oidc /oidc/token {"clientId": "id", "clientSecret": "hush", "#
                + #""grantType": "refresh_token", "refreshToken": "good-refresh"}"#)
        #expect(lines.last == "portal Dev & Co 123 new-token")
        let path = bench.scratch.path + "/" + (try cacheName())
        let token = try #require(SSOToken.load(path))
        #expect(token.accessToken == "new-token")
        #expect(token.refreshToken == "next-refresh")
        #expect(token.clientSecret == "hush")
        #expect(token.startUrl == "https://corp.example/start")
        #expect(token.region == "eu-west-1")
        let left = try #require(Timestamp(iso8601: token.expiresAt)).since(.now()) / .seconds(1)
        #expect((3500...3600).contains(left))
        let folder = try FileManager.default.contentsOfDirectory(
            atPath: bench.scratch.path + "/.aws/sso/cache")
        #expect(folder.count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `where a refresh fails the token serves to its end`() async throws {
        try writeToken("good-token", left: 600, refresh: "bad-refresh")
        let fetcher = try bench.fetcher(Self.session, profile: "me")
        #expect(try await fetcher.credentials().accessKey == "SSO-Dev & Co")
        try writeToken("good-token", left: -1, refresh: "bad-refresh")
        let error = await #expect(throws: CredentialsError.self) { try await fetcher.credentials() }
        #expect(error?.status == .noPermission)
        #expect(error?.hint == "run 'aws sso login --sso-session corp'")
        #expect(error?.description.contains("bad-refresh") == false)
    }

    @Test func `no login, an old login and a refused login say what to do`() async throws {
        let fetcher = try bench.fetcher(Self.session, profile: "me")
        let make: [() throws -> Void] = [
            {}, { try writeToken("good-token", left: -5) },
            { try writeToken("good-token", left: -5, refresh: "good-refresh", registration: -1) },
            { try writeToken("bad-token", left: 3600) },
            { _ = try bench.scratch.write("{}", to: cacheName()) },
        ]
        for make in make {
            try make()
            let error = await #expect(throws: CredentialsError.self) {
                try await fetcher.credentials()
            }
            #expect(error?.hint == "run 'aws sso login --sso-session corp'")
            #expect(error?.status == .noPermission)
            #expect(error?.description.contains("-token") == false)
        }
        #expect(try await bench.server.linesSoFar().allSatisfy { !$0.hasPrefix("oidc") })
    }

    @Test func `a profile of the old form has its token under the start URL`() async throws {
        let config = """
            [default]
            sso_start_url = https://old.example/start
            sso_region = eu-west-1
            sso_account_id = 1
            sso_role_name = Old
            """
        let name = ".aws/sso/cache/\(try SHA1.hex(of: "https://old.example/start")).json"
        try bench.scratch.write(
            #"{"accessToken":"good-token","expiresAt":"2036-01-02T03:04:05UTC"}"#, to: name)
        #expect(try await bench.fetcher(config).credentials().accessKey == "SSO-Old")
    }

    @Test func `a login is used while it is valid`() async throws {
        let config = "[default]\nlogin_session = arn:x\nregion = a"
        let name = Hex.text(try SHA256.digest(of: "arn:x")) + ".json"
        let text = { (time: String) in
            #"{"accessToken":{"accessKeyId":"L","secretAccessKey":"s","sessionToken":"t","#
                + #""accountId":"1","expiresAt":"\#(time)"},"refreshToken":"r"}"#
        }
        try bench.scratch.write(text("2036-01-02T03:04:05Z"), to: ".aws/login/cache/" + name)
        try bench.scratch.write(text("2016-01-02T03:04:05Z"), to: "other/" + name)
        #expect(try await bench.fetcher(config).credentials().accessKey == "L")
        for folder in ["other", "none"] {
            let environment = ["AWS_LOGIN_CACHE_DIRECTORY": bench.scratch.path + "/" + folder]
            let error = await #expect(throws: CredentialsError.self) {
                try await bench.fetcher(config, environment).credentials()
            }
            #expect(error?.hint == "run 'aws login --profile default'")
        }
    }
}
