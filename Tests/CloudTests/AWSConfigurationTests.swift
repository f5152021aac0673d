// SPDX-License-Identifier: MIT-0

import Foundation
import Reporting
import Settings
import TestSupport
import Testing

@testable import Cloud

struct AWSConfigurationTests {
    private func configuration(
        _ config: String, _ credentials: String = "", _ environment: [String: String] = [:],
        profile: String? = nil
    ) throws -> AWSConfiguration {
        let scratch = try Scratch()
        let files = SharedFiles(
            environment: environment, config: config, credentials: credentials)
        return try AWSConfiguration(
            environment: files.place(in: scratch), overrides: .init(profile: profile))
    }

    @Test func `both files make a profile, and the credentials file wins`() throws {
        let configuration = try configuration(
            "[default]\nregion = eu-west-1\naws_access_key_id = config\nOUTPUT = json",
            "[default]\naws_access_key_id = credentials\n")
        let profile = try #require(configuration.profile)
        #expect(profile["aws_access_key_id"] == "credentials")
        #expect(profile["region"] == "eu-west-1")
        #expect(profile["output"] == "json")
    }

    @Test func `names may be quoted, and other sections are passed over`() throws {
        let profiles = try configuration(
            """
            [profile "my name"]
            a = 1
            [profile   spaced ]
            a = 2
            [sso-session 'corp']
            a = 3
            [plugins]
            a = 4
            [profile]
            a = 5
            [preview]
            """
        ).profiles
        #expect(profiles.profile("my name")?["a"] == "1")
        #expect(profiles.profile("spaced")?["a"] == "2")
        #expect(profiles.session("corp")?["a"] == "3")
        for name in ["plugins", "", "profile", "preview", "corp"] {
            #expect(profiles.profile(name) == nil)
        }
    }

    @Test(arguments: [
        "[default]\na=1\n[profile default]\na=2", "[profile default]\na=2\n[default]\na=1",
    ])
    func `profile default wins over default`(config: String) throws {
        #expect(try configuration(config).profile?["a"] == "2")
    }

    @Test func `a home makes the paths, and variables go before`() throws {
        let scratch = try Scratch()
        try scratch.write("[default]\nregion = eu-north-1", to: ".aws/config")
        try scratch.write("[default]\nregion = eu-south-1", to: "other/file")
        let home = ["HOME": scratch.path]
        #expect(try AWSConfiguration(environment: home).region().name == "eu-north-1")
        for path in ["~/other/file", scratch.path + "/other/file"] {
            let environment = home.merging(["AWS_CONFIG_FILE": path]) { $1 }
            #expect(try AWSConfiguration(environment: environment).region().name == "eu-south-1")
        }
        #expect(try AWSConfiguration(environment: [:]).region().name == "us-east-1")
    }

    @Test func `a broken file is named with its line`() throws {
        let scratch = try Scratch()
        let environment = try SharedFiles(credentials: "[a]\nb = 1\nnonsense").place(in: scratch)
        let error = #expect(throws: SettingsError.self) {
            try AWSConfiguration(environment: environment)
        }
        #expect(error?.description == "\(scratch.path)/credentials:3: expected 'key = value'")
        #expect(error?.status == .configuration)
    }

    @Test func `an unknown profile is an error, a missing default is none`() throws {
        let config = "[profile here]\na = 1"
        #expect(try configuration(config).profile == nil)
        #expect(try configuration(config, "", ["AWS_PROFILE": "here"]).profileName == "here")
        #expect(try configuration(config, "", ["AWS_DEFAULT_PROFILE": "here"]).profile != nil)
        let error = #expect(throws: ConfigurationError.self) {
            try configuration(config, "", ["AWS_PROFILE": "gone"])
        }
        #expect(error?.status == .configuration)
        #expect(error?.description.hasPrefix("no profile 'gone' (AWS_PROFILE) in /") == true)
        let chosen = #expect(throws: ConfigurationError.self) {
            try configuration(config, "", ["AWS_PROFILE": "here"], profile: "gone")
        }
        #expect(chosen?.description.hasPrefix("no profile 'gone' in /") == true)
    }

    @Test(arguments: [
        (["AWS_REGION": "a-1", "AWS_DEFAULT_REGION": "b-1"], "a-1"),
        (["AWS_DEFAULT_REGION": "b-1"], "b-1"), (["AWS_REGION": ""], "c-1"), ([:], "c-1"),
    ])
    func `regions come in their order`(environment: [String: String], region: String) throws {
        let configuration = try configuration("[default]\nregion = c-1", "", environment)
        #expect(try configuration.region().name == region)
    }

    @Test(arguments: [
        "us east", "x.evil.com/", "US-EAST-1", "-a", "a-", String(repeating: "a", count: 64),
    ])
    func `what can't be part of a host name is no region`(name: String) throws {
        let configuration = try configuration("[default]\nregion = \(name)")
        let error = #expect(throws: SettingsError.self) { try configuration.region() }
        #expect(error?.description.contains("config:2: '\(name)'") == true)
    }

    @Test func `attempts are a number`() throws {
        #expect(try configuration("").maxAttempts() == 3)
        #expect(try configuration("[default]\nmax_attempts = 5").maxAttempts() == 5)
        #expect(try configuration("", "", ["AWS_MAX_ATTEMPTS": "1"]).maxAttempts() == 1)
        for bad in ["0", "-1", "x", "99999999999999999999"] {
            let configuration = try configuration("", "", ["AWS_MAX_ATTEMPTS": bad])
            #expect(throws: SettingsError.self) { try configuration.maxAttempts() }
        }
    }

    @Test func `no file and no environment makes it trap`() throws {
        var random = Seeded(5)
        let scratch = try Scratch()
        let words = [
            "[", "]", "profile ", "default", "\n", "=", " ", "role_arn", "source_profile", "a",
            "services", "'", "\"", "credential_process", "sso_session", "x", "\\", "#",
        ]
        for _ in 0..<300 {
            let text = { (0..<40).map { _ in words.randomElement(using: &random) ?? "" }.joined() }
            let files = SharedFiles(config: "[default]\n" + text(), credentials: text())
            let environment = try files.place(in: scratch)
            guard let configuration = try? AWSConfiguration(environment: environment) else {
                continue
            }
            _ = try? CredentialsPlanner(configuration).plan(asksInstance: true)
            _ = try? configuration.endpoints.url(of: .polly, in: .standard)
        }
    }
}
