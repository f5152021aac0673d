// SPDX-License-Identifier: MIT-0

import Children
import Foundation
import LoopbackServer
import Reporting
import Synchronization
import TestSupport
import Testing
import Transfer

@testable import Cloud

/// Sources of credentials that are asked over HTTP, on a server of our own that checks signatures
/// with botocore.
@Suite(.timeLimit(.minutes(1)))
struct CredentialsFetcherTests {
    private let scratch: Scratch
    private let server: LoopbackServer
    private let client = HTTPClient()

    init() async throws {
        scratch = try Scratch()
        server = try await LoopbackServer("credentials_server.py", python: testsPython)
    }

    private func fetcher(
        _ config: String = "", _ environment: [String: String] = [:],
        profile: String? = nil, waits: @escaping @Sendable (Duration) -> Void = { _ in }
    ) throws -> CredentialsFetcher {
        var all = environment
        all["AWS_ENDPOINT_URL_STS"] = server.url("/sts")
        all["AWS_ENDPOINT_URL_SSO"] = server.url("/portal")
        all["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url("/oidc")
        let files = SharedFiles(environment: all, config: config)
        return try CredentialsFetcher(
            AWSConfiguration(environment: files.place(in: scratch), profile: profile),
            client: client, sleep: { waits($0) })
    }

    private let expiry = Timestamp(iso8601: "2036-01-02T03:04:05Z")

    // MARK: Roles

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
        let keys = try await fetcher(config).credentials()
        #expect(keys.accessKey == "one-by-two-by-E")
        #expect(keys.secretKey == "secret-of-one-by-two-by-E")
        #expect(keys.sessionToken == "session-token&/<")
        #expect(keys.expiry == expiry)
        let form = try #require(await server.line(beginning: "sts "))
        #expect(form.contains(#""RoleSessionName": "vc-"#))
        #expect(!form.contains("Duration"))
        #expect(try await server.line(beginning: "signed") == "signed E eu-west-1")
        let second = try #require(await server.line(beginning: "sts "))
        #expect(
            second
                == #"sts {"Action": "AssumeRole", "DurationSeconds": "900", "ExternalId": "\u00e9 & co", "#
                + #""RoleArn": "arn:aws:iam::1:role/one", "RoleSessionName": "me", "Version": "2011-06-15"}"#
        )
    }

    @Test func `a throttled service is asked again, when it wants`() async throws {
        let waits = Mutex<[Duration]>([])
        let keys = try await fetcher(Self.role("busy")) { wait in
            waits.withLock { $0.append(wait) }
        }.credentials()
        #expect(keys.accessKey == "busy-by-K")
        #expect(waits.withLock { $0 } == [.seconds(7)])
    }

    @Test func `a wrong clock of ours is made up for`() async throws {
        #expect(try await fetcher(Self.role("skewed")).credentials().accessKey == "skewed-by-K")
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
            try await fetcher(Self.role(name)).credentials()
        }
        #expect(error?.status == status)
        let text = try #require(error?.description)
        #expect(text.contains("from role arn:aws:iam::1:role/\(name) of profile 'default': "))
        #expect(text.hasSuffix(end), "\(text)")
        #expect(!text.contains("secret-of"))
        #expect(try await server.linesSoFar().filter { $0.hasPrefix("sts ") }.count == requests)
    }

    @Test func `a wrong secret is refused`() async throws {
        let config = Self.role("one").replacing("secret-of-K", with: "guess")
        let error = await #expect(throws: CredentialsError.self) {
            try await fetcher(config).credentials()
        }
        #expect(error?.status == .noPermission)
        #expect(error?.description.contains("guess") == false)
    }

    @Test func `web identity shows its token unsigned, read anew each time`() async throws {
        let file = try scratch.write("other", to: "token")
        let environment = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": file, "AWS_ROLE_ARN": "arn:aws:iam::1:role/w",
            "AWS_ROLE_SESSION_NAME": "me",
        ]
        let fetcher = try fetcher("", environment)
        let error = await #expect(throws: CredentialsError.self) { try await fetcher.credentials() }
        #expect(error?.status == .noPermission)
        try scratch.write("web-token\n", to: "token")
        #expect(try await fetcher.credentials().accessKey == "WEB-w")
        for path in [scratch.path, "/dev/zero", scratch.path + "/gone"] {
            let environment = environment.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": path]) { $1 }
            await #expect(throws: CredentialsError.self) {
                try await self.fetcher("", environment).credentials()
            }
        }
    }

    // MARK: IAM Identity Center

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
        try scratch.write(try JSONEncoder().encode(fields), to: cacheName())
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
        let keys = try await fetcher(Self.session, profile: "me").credentials()
        #expect(keys.accessKey == "SSO-Dev & Co")
        #expect(keys.expiry == expiry)
        #expect(try await server.linesSoFar() == ["portal Dev & Co 123 good-token"])
    }

    @Test func `a token near its end is refreshed, and the file written anew`() async throws {
        try writeToken("good-token", left: 600, refresh: "good-refresh")
        #expect(
            try await fetcher(Self.session, profile: "me").credentials().accessKey
                == "SSO-Dev & Co")
        let lines = try await server.linesSoFar()
        #expect(
            lines.first == #"oidc /oidc/token {"clientId": "id", "clientSecret": "hush", "#
                + #""grantType": "refresh_token", "refreshToken": "good-refresh"}"#)
        #expect(lines.last == "portal Dev & Co 123 new-token")
        let path = scratch.path + "/" + (try cacheName())
        let token = try #require(SSOToken.load(path))
        #expect(token.accessToken == "new-token")
        #expect(token.refreshToken == "next-refresh")
        #expect(token.clientSecret == "hush")
        #expect(token.startUrl == "https://corp.example/start")
        #expect(token.region == "eu-west-1")
        let left = try #require(Timestamp(iso8601: token.expiresAt)).since(.now()) / .seconds(1)
        #expect((3500...3600).contains(left))
        let folder = try FileManager.default.contentsOfDirectory(
            atPath: scratch.path + "/.aws/sso/cache")
        #expect(folder.count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `where a refresh fails the token serves to its end`() async throws {
        try writeToken("good-token", left: 600, refresh: "bad-refresh")
        let fetcher = try fetcher(Self.session, profile: "me")
        #expect(try await fetcher.credentials().accessKey == "SSO-Dev & Co")
        try writeToken("good-token", left: -1, refresh: "bad-refresh")
        let error = await #expect(throws: CredentialsError.self) { try await fetcher.credentials() }
        #expect(error?.status == .noPermission)
        #expect(error?.hint == "run 'aws sso login --sso-session corp'")
        #expect(error?.description.contains("bad-refresh") == false)
    }

    @Test func `no login, an old login and a refused login say what to do`() async throws {
        let fetcher = try fetcher(Self.session, profile: "me")
        let make: [() throws -> Void] = [
            {}, { try writeToken("good-token", left: -5) },
            { try writeToken("good-token", left: -5, refresh: "good-refresh", registration: -1) },
            { try writeToken("bad-token", left: 3600) },
            { _ = try scratch.write("{}", to: cacheName()) },
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
        #expect(try await server.linesSoFar().allSatisfy { !$0.hasPrefix("oidc") })
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
        try scratch.write(
            #"{"accessToken":"good-token","expiresAt":"2036-01-02T03:04:05UTC"}"#, to: name)
        #expect(try await fetcher(config).credentials().accessKey == "SSO-Old")
    }

    @Test func `a login is used while it is valid`() async throws {
        let config = "[default]\nlogin_session = arn:x\nregion = a"
        let name = Hex.text(try SHA256.digest(of: "arn:x")) + ".json"
        let text = { (time: String) in
            #"{"accessToken":{"accessKeyId":"L","secretAccessKey":"s","sessionToken":"t","#
                + #""accountId":"1","expiresAt":"\#(time)"},"refreshToken":"r"}"#
        }
        try scratch.write(text("2036-01-02T03:04:05Z"), to: ".aws/login/cache/" + name)
        try scratch.write(text("2016-01-02T03:04:05Z"), to: "other/" + name)
        #expect(try await fetcher(config).credentials().accessKey == "L")
        for folder in ["other", "none"] {
            let environment = ["AWS_LOGIN_CACHE_DIRECTORY": scratch.path + "/" + folder]
            let error = await #expect(throws: CredentialsError.self) {
                try await fetcher(config, environment).credentials()
            }
            #expect(error?.hint == "run 'aws login --profile default'")
        }
    }

    // MARK: Commands

    @Test func `a command's credentials are read, and its output is never told`() async throws {
        let good = try scratch.write(
            #"{"Version":1,"AccessKeyId":"P","SecretAccessKey":"x","Expiration":"2036-01-02T03:04:05Z"}"#,
            to: "a file")
        let keys = try await fetcher("[default]\ncredential_process = cat '\(good)'").credentials()
        #expect(keys.accessKey == "P")
        #expect(keys.expiry == expiry)
        let commands = [
            "printf 'HUSH'", #"printf '{"Version":1,"AccessKeyId":"HUSH"}'"#,
            #"printf '{"Version":2,"AccessKeyId":"HUSH","SecretAccessKey":"HUSH"}'"#,
            "sh -c 'cat \"\(good)\"; echo HUSH; exit 3'", "cat", "yes HUSH",
        ]
        for command in commands {
            let error = await #expect(throws: CredentialsError.self, "\(command)") {
                try await fetcher("[default]\ncredential_process = \(command)").credentials()
            }
            #expect(error?.status == .noPermission)
            #expect(error?.description.contains("HUSH") == false)
        }
        await #expect(throws: ChildError.self) {
            try await fetcher("[default]\ncredential_process = /no/such/command").credentials()
        }
    }

    @Test func `a command that doesn't end is ended`() async throws {
        for script in ["sleep 100", "exec >&-; sleep 100"] {
            let process = CredentialProcess(profile: "p", arguments: ["sh", "-c", script])
            let error = await #expect(throws: CredentialsError.self) {
                try await process.credentials(environment: [:], limit: .milliseconds(50))
            }
            #expect(error?.description.contains("does not end") == true)
        }
    }

    // MARK: Metadata services

    @Test func `a container's credentials are asked for with its token`() async throws {
        let file = try scratch.write("from-file\n", to: "token")
        let url = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/container/fine")]
        let token = url.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "direct"]) { $1 }
        for environment in [
            url, token, token.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file]) { $1 },
        ] {
            let keys = try await fetcher("", environment).credentials()
            #expect(keys.accessKey == "CONTAINER")
            #expect(keys.sessionToken == "session-token")
            #expect(keys.expiry == expiry)
        }
        #expect(
            try await server.linesSoFar()
                == ["None", "direct", "from-file"].map {
                    "container /container/fine \($0)"
                })
    }

    @Test(arguments: [("failing", nil), ("refusing", 3), ("html", 1)])
    func `a container is asked three times`(path: String, failures: Int?) async throws {
        let waits = Mutex(0)
        let environment = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/container/\(path)")]
        let fetcher = try fetcher("", environment) { _ in waits.withLock { $0 += 1 } }
        if let failures {
            let error = await #expect(throws: CredentialsError.self) {
                try await fetcher.credentials()
            }
            #expect(error?.status == .noPermission)
            #expect(try await server.linesSoFar().count == failures)
        } else {
            #expect(try await fetcher.credentials().accessKey == "CONTAINER")
            #expect(waits.withLock { $0 } == 2)
        }
    }

    @Test func `a line break in a token's file goes nowhere`() async throws {
        let file = try scratch.write("a\r\nX-Evil: b", to: "token")
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url("/container/fine"),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file,
        ]
        let error = await #expect(throws: CredentialsError.self) {
            try await fetcher("", environment).credentials()
        }
        #expect(error?.description.contains("Evil") == false)
        #expect(try await server.linesSoFar().isEmpty)
    }

    @Test func `an instance is asked with a token, and only if it is wanted`() async throws {
        let fetcher = try fetcher(
            "", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url("/fine/")])
        await #expect(throws: CredentialsError.self) { try await fetcher.credentials() }
        #expect(try await server.linesSoFar().isEmpty)
        let keys = try await fetcher.credentials(asksInstance: true)
        #expect(keys.accessKey == "IMDS")
        #expect(keys.expiry == expiry)
        let folder = "meta-data/iam/security-credentials/"
        #expect(
            try await server.linesSoFar() == [
                "imds PUT api/token -", "imds GET \(folder) imds-token",
                "imds GET \(folder)the%20role imds-token",
            ])
    }

    @Test(arguments: [("old", "answered 403"), ("bare", "the instance has no role")])
    func `an instance without tokens or role has none`(name: String, reason: String) async throws {
        let fetcher = try fetcher("", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url("/\(name)")])
        let error = await #expect(throws: CredentialsError.self) {
            try await fetcher.credentials(asksInstance: true)
        }
        #expect(error?.status == .noPermission)
        #expect(error?.description.hasSuffix(reason) == true)
        // Version 1 is not tried.
        let asked = try await server.linesSoFar().map { $0.split(separator: " ")[1] }
        #expect(asked == (name == "old" ? ["PUT"] : ["PUT", "GET"]))
    }

    @Test func `no instance is no credentials, beside all the others`() async throws {
        let fetcher = try fetcher("", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"])
        let error = await #expect(throws: CredentialsError.self) {
            try await fetcher.credentials(asksInstance: true)
        }
        #expect(error?.status == .noPermission)
        let text = error?.description ?? ""
        #expect(text.hasPrefix("no AWS credentials in: environment ("))
        #expect(text.contains("; instance metadata (cannot connect to 127.0.0.1:1"))
    }

    // MARK: All together

    @Test func `files that are rewritten count at the next fetch`() async throws {
        let stored = { (key: String) in
            "[default]\naws_access_key_id = \(key)\naws_secret_access_key = s\n"
        }
        var environment = SharedFiles(config: stored("one"))
        environment.credentials = ""
        let cache = CredentialsCache(
            environment: try environment.place(in: scratch), client: client)
        let one = try await cache.credentials()
        #expect(one.accessKey == "one")
        _ = try scratch.write(stored("two"), to: "config")
        #expect(try await cache.credentials() == one)
        #expect(try await cache.renewed(after: one)?.accessKey == "two")
    }
}
