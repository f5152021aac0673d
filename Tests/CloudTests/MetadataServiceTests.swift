// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Cloud

/// Containers, instances and commands.
@Suite(.timeLimit(.minutes(5)))
struct MetadataServiceTests {
    private let bench: CredentialsBench

    init() async throws { bench = try await CredentialsBench() }

    @Test func `a container's credentials are asked for with its token`() async throws {
        let file = try bench.scratch.write("from-file\n", to: "token")
        let url = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": bench.server.url("/container/fine")]
        let token = url.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "direct"]) { $1 }
        for environment in [
            url, token, token.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file]) { $1 },
        ] {
            let keys = try await bench.fetcher("", environment).credentials()
            #expect(keys.accessKey == "CONTAINER")
            #expect(keys.sessionToken == "session-token")
            #expect(keys.expiry == bench.expiry)
        }
        #expect(
            try await bench.server.linesSoFar()
                == ["None", "direct", "from-file"].map {
                    "container /container/fine \($0)"
                })
    }

    @Test(arguments: [("failing", nil), ("refusing", 3), ("html", 1)])
    func `a container is asked three times`(path: String, failures: Int?) async throws {
        let waits = Mutex(0)
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": bench.server.url("/container/\(path)")
        ]
        let fetcher = try bench.fetcher("", environment) { _ in waits.withLock { $0 += 1 } }
        if let failures {
            let error = await #expect(throws: CredentialsError.self) {
                try await fetcher.credentials()
            }
            #expect(error?.status == .noPermission)
            #expect(try await bench.server.linesSoFar().count == failures)
        } else {
            #expect(try await fetcher.credentials().accessKey == "CONTAINER")
            #expect(waits.withLock { $0 } == 2)
        }
    }

    @Test func `a line break in a token's file goes nowhere`() async throws {
        let file = try bench.scratch.write("a\r\nX-Evil: b", to: "token")
        let environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": bench.server.url("/container/fine"),
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file,
        ]
        let error = await #expect(throws: CredentialsError.self) {
            try await bench.fetcher("", environment).credentials()
        }
        #expect(error?.description.contains("Evil") == false)
        #expect(try await bench.server.linesSoFar().isEmpty)
    }

    @Test func `an instance is asked with a token, and only if it is wanted`() async throws {
        let fetcher = try bench.fetcher(
            "", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": bench.server.url("/fine/")])
        await #expect(throws: CredentialsError.self) { try await fetcher.credentials() }
        #expect(try await bench.server.linesSoFar().isEmpty)
        let keys = try await fetcher.credentials(asksInstance: true)
        #expect(keys.accessKey == "IMDS")
        #expect(keys.expiry == bench.expiry)
        let folder = "meta-data/iam/security-credentials/"
        #expect(
            try await bench.server.linesSoFar() == [
                "imds PUT api/token -", "imds GET \(folder) imds-token",
                "imds GET \(folder)the%20role imds-token",
            ])
    }

    @Test(arguments: [("old", "answered 403"), ("bare", "the instance has no role")])
    func `an instance without tokens or role has none`(name: String, reason: String) async throws {
        let fetcher = try bench.fetcher(
            "", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": bench.server.url("/\(name)")])
        let error = await #expect(throws: CredentialsError.self) {
            try await fetcher.credentials(asksInstance: true)
        }
        #expect(error?.status == .noPermission)
        #expect(error?.description.hasSuffix(reason) == true)
        // Version 1 is not tried.
        let asked = try await bench.server.linesSoFar().map { $0.split(separator: " ")[1] }
        #expect(asked == (name == "old" ? ["PUT"] : ["PUT", "GET"]))
    }

    @Test func `no instance is no credentials, beside all the others`() async throws {
        let fetcher = try bench.fetcher(
            "", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"])
        let error = await #expect(throws: CredentialsError.self) {
            try await fetcher.credentials(asksInstance: true)
        }
        #expect(error?.status == .noPermission)
        let text = error?.description ?? ""
        #expect(text.hasPrefix("no AWS credentials in: environment ("))
        #expect(text.contains("; instance metadata (cannot connect to 127.0.0.1:1"))
    }

    @Test func `a command's credentials are read, and its output is never told`() async throws {
        let good = try bench.scratch.write(
            #"{"Version":1,"AccessKeyId":"P","SecretAccessKey":"x","Expiration":"2036-01-02T03:04:05Z"}"#,
            to: "a file")
        let keys = try await bench.fetcher("[default]\ncredential_process = cat '\(good)'")
            .credentials()
        #expect(keys.accessKey == "P")
        #expect(keys.expiry == bench.expiry)
        let commands = [
            "printf 'HUSH'", #"printf '{"Version":1,"AccessKeyId":"HUSH"}'"#,
            #"printf '{"Version":2,"AccessKeyId":"HUSH","SecretAccessKey":"HUSH"}'"#,
            "sh -c 'cat \"\(good)\"; echo HUSH; exit 3'", "cat", "yes HUSH",
        ]
        for command in commands {
            let error = await #expect(throws: CredentialsError.self, "\(command)") {
                try await bench.fetcher("[default]\ncredential_process = \(command)").credentials()
            }
            #expect(error?.status == .noPermission)
            #expect(error?.description.contains("HUSH") == false)
        }
        let missing = await #expect(throws: CredentialsError.self) {
            try await bench.fetcher("[default]\ncredential_process = /no/such/command")
                .credentials()
        }
        #expect(missing?.status == .noPermission)
        #expect(
            missing?.description == "no AWS credentials from credential_process of profile "
                + "'default': cannot start '/no/such/command': No such file or directory")
    }

    @Test func `a command that doesn't end is ended`() async throws {
        for script in ["sleep 100", "exec >&-; sleep 100"] {
            let process = CredentialProcess(profile: "p", arguments: ["sh", "-c", script])
            let error = await #expect(throws: CredentialsError.self) {
                try await process.credentials(environment: [:], limit: .milliseconds(50))
            }
            #expect(
                error?.description == "no AWS credentials from credential_process of profile 'p': "
                    + "'sh' has not ended within 1 s")
        }
    }
}
