// SPDX-License-Identifier: MIT-0

import Foundation
import Reporting
import Settings
import TestSupport
import Testing

@testable import Cloud

struct CredentialsPlannerTests {
    private func plan(
        _ config: String = "", _ environment: [String: String] = [:], profile: String? = nil,
        asksInstance: Bool = false
    ) throws -> CredentialsPlan {
        let scratch = try Scratch()
        let files = SharedFiles(environment: environment, config: config)
        let configuration = try AWSConfiguration(
            environment: files.place(in: scratch), overrides: .init(profile: profile))
        return try CredentialsPlanner(configuration).plan(asksInstance: asksInstance)
    }

    private let keys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private let stored = "[default]\naws_access_key_id = FILE\naws_secret_access_key = f\n"

    @Test func `the environment goes before all, unless a profile is chosen`() throws {
        let token = ["AWS_SESSION_TOKEN": "t", "AWS_CREDENTIAL_EXPIRATION": "2026-01-02T03:04:05Z"]
        #expect(
            try plan(stored, keys.merging(token) { $1 })
                == .fixed(
                    Credentials(
                        accessKey: "ENV", secretKey: "s", sessionToken: "t",
                        expiry: Timestamp(milliseconds: 1_767_323_045_000)), place: "environment"))
        let file = CredentialsPlan.fixed(
            Credentials(accessKey: "FILE", secretKey: "f"), place: "profile 'default'")
        #expect(try plan(stored, keys, profile: "default") == file)
        #expect(try plan(stored) == file)
    }

    @Test func `web identity, profile, container, instance come in this order`() throws {
        var environment = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "k",
        ]
        #expect(
            try plan(stored, environment)
                == .webIdentity(WebIdentity(tokenFile: "/t", roleARN: "r")))
        environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = nil
        guard case .fixed = try plan(stored, environment) else { return #expect(Bool(false)) }
        #expect(
            try plan("", environment, asksInstance: true)
                == .container(
                    ContainerCredentials(
                        url: "http://169.254.170.2/x", authorization: .token("k"))))
        guard case .instance(let service, let passedOver) = try plan(asksInstance: true) else {
            return #expect(Bool(false))
        }
        #expect(service.endpoint == "http://169.254.169.254")
        #expect(passedOver.count == 4)
    }

    @Test func `nothing anywhere names all places, and asks no network`() throws {
        let error = #expect(throws: CredentialsError.self) { try plan("[default]\nregion = x") }
        #expect(error?.status == .noPermission)
        #expect(
            error?.description
                == "no AWS credentials in: environment (AWS_ACCESS_KEY_ID isn't set); "
                + "web identity (AWS_WEB_IDENTITY_TOKEN_FILE isn't set); "
                + "profile 'default' (it has no credentials); "
                + "container (AWS_CONTAINER_CREDENTIALS_… isn't set)")
        let off = #expect(throws: CredentialsError.self) {
            try plan("", ["AWS_EC2_METADATA_DISABLED": "True"], asksInstance: true)
        }
        #expect(
            off?.description.hasSuffix("instance metadata (AWS_EC2_METADATA_DISABLED is set)")
                == true)
    }

    private static let chains = """
        [profile a]
        role_arn = ra
        source_profile = b
        external_id = id
        role_session_name = me
        duration_seconds = 900
        [profile b]
        role_arn = rb
        source_profile = c
        [profile c]
        aws_access_key_id = C
        aws_secret_access_key = c
        role_arn = unused
        source_profile = a
        [profile itself]
        aws_access_key_id = I
        aws_secret_access_key = i
        role_arn = ri
        source_profile = itself
        [profile env]
        role_arn = re
        credential_source = Environment
        [profile ec2]
        role_arn = re
        credential_source = Ec2InstanceMetadata
        """

    @Test func `roles are followed to the keys at their end`() throws {
        let c = CredentialsPlan.fixed(
            Credentials(accessKey: "C", secretKey: "c"), place: "profile 'c'")
        #expect(
            try plan(Self.chains, profile: "a")
                == .role(
                    AssumedRole(
                        profile: "a", roleARN: "ra", sessionName: "me", externalID: "id",
                        durationSeconds: 900),
                    source: .role(AssumedRole(profile: "b", roleARN: "rb"), source: c)))
        #expect(
            try plan(Self.chains, profile: "itself")
                == .role(
                    AssumedRole(profile: "itself", roleARN: "ri"),
                    source: .fixed(
                        Credentials(accessKey: "I", secretKey: "i"), place: "profile 'itself'")))
        guard case .role(_, .fixed(let used, _)) = try plan(Self.chains, keys, profile: "env"),
            case .role(_, .instance) = try plan(Self.chains, profile: "ec2")
        else { return #expect(Bool(false)) }
        #expect(used.accessKey == "ENV")
    }

    @Test(arguments: [
        ("role_arn = r\nsource_profile = gone", 3, "there is no profile 'gone'"),
        ("role_arn = r\nsource_profile = p", 3, "source_profile goes in a circle: p → p"),
        (
            "role_arn = r\nsource_profile = q\n[profile q]\nrole_arn = r\nsource_profile = p", 6,
            "source_profile goes in a circle: p → q → p"
        ),
        (
            "role_arn = r\nsource_profile = q\n[profile q]\nregion = x", 3,
            "profile 'q' has no credentials"
        ),
        ("role_arn = r", 2, "source_profile or credential_source is missing beside role_arn"),
        (
            "role_arn = r\nsource_profile = q\ncredential_source = Environment", 4,
            "source_profile and credential_source exclude each other"
        ),
        (
            "role_arn = r\ncredential_source = Moon", 3,
            "'Moon' is none of Environment, EcsContainer, Ec2InstanceMetadata"
        ),
        (
            "role_arn = r\nsource_profile = q\nduration_seconds = 899", 4,
            "'899' is not a number of seconds from 900 to 43200"
        ),
        ("aws_access_key_id = a", 2, "aws_secret_access_key is missing beside it"),
        ("web_identity_token_file = /t", 2, "role_arn is missing beside web_identity_token_file"),
        ("sso_account_id = 1\nsso_session = gone", 3, "there is no section [sso-session gone]"),
        (
            "sso_account_id = 1\nsso_role_name = r\nsso_start_url = u", 2,
            "profile 'p' lacks sso_region"
        ),
        (
            "sso_account_id=1\nsso_role_name=r\nsso_region=a\nsso_session=s\n[sso-session s]\nsso_region=b\nsso_start_url=u",
            4, "sso_region is another than that of [sso-session s]"
        ),
        ("credential_process = 'open", 2, "not a command line: a quote is never closed"),
    ])
    func `what is wrong with a profile has its line`(
        body: String, line: Int, problem: String
    ) throws {
        let error = #expect(throws: SettingsError.self) {
            try plan("[profile p]\n" + body, profile: "p")
        }
        #expect(
            error?.description.hasSuffix("config:\(line): \(problem)") == true, "\(error as Any)")
        #expect(error?.status == .configuration)
    }

    @Test func `a role that wants a code is refused with the reason`() throws {
        let error = #expect(throws: CredentialsError.self) {
            try plan("[profile p]\nrole_arn = r\nmfa_serial = m\nsource_profile = q", profile: "p")
        }
        #expect(error?.status == .noPermission)
        #expect(error?.description.contains("(mfa_serial, ") == true)
        #expect(error?.description.contains("config:3), which can't be asked for") == true)
    }

    @Test(arguments: [
        "http://10.0.0.1/x", "http://127.0.0.1.evil.com/", "http://localhost@evil.com/",
        "http://evil.com#@localhost/", "http://[fd00:ec2::24]/", "http://127.1/", "file:///etc",
        "http://evil.com\\@localhost/", "http:///x",
    ])
    func `a container's token goes to no stranger`(url: String) {
        #expect(throws: SettingsError.self) {
            try plan("", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
        }
    }

    @Test(arguments: [
        "https://anyone.example/x", "http://127.0.0.1:80/x", "http://127.8.9.1/", "http://[::1]:1/",
        "http://localhost/x", "http://169.254.170.23/v1", "http://[FD00:ec2::23]/v1",
    ])
    func `a container's own addresses are asked`(url: String) throws {
        #expect(
            try plan("", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url])
                == .container(ContainerCredentials(url: url, authorization: .none)))
    }

    @Test(arguments: [
        (["AWS_ACCESS_KEY_ID": "a"], "environment variable AWS_ACCESS_KEY_ID: "),
        (
            ["AWS_WEB_IDENTITY_TOKEN_FILE": "a"],
            "environment variable AWS_WEB_IDENTITY_TOKEN_FILE: "
        ),
        (
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@evil"],
            "environment variable AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "
        ),
        (
            [
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret\r\nX: y",
            ], "environment variable AWS_CONTAINER_AUTHORIZATION_TOKEN: "
        ),
    ])
    func `what is wrong with a variable names it, and no secret`(
        environment: [String: String], beginning: String
    ) throws {
        let error = #expect(throws: SettingsError.self) { try plan("", environment) }
        #expect(error?.description.hasPrefix(beginning) == true)
        #expect(error?.description.contains("secret\r") != true)
    }

    @Test func `a secret alone is no credentials`() throws {
        #expect(throws: CredentialsError.self) { try plan("", ["AWS_SECRET_ACCESS_KEY": "s"]) }
    }

    @Test(arguments: [
        (#"a b  c"#, ["a", "b", "c"]), (#"a 'b c' "d \"e\" \x""#, ["a", "b c", #"d "e" \x"#]),
        (#"a\ b '' """#, ["a b", "", ""]), (#" x"y"'z' "#, ["xyz"]), ("", []),
    ])
    func `command lines are split as a shell would`(line: String, words: [String]) {
        #expect(CommandLineWords.split(line) == words)
    }

    @Test(arguments: ["'a", "\"a", "a\\", "\"a\\"])
    func `a quote that is never closed is no command line`(line: String) {
        #expect(CommandLineWords.split(line) == nil)
    }
}
