// SPDX-License-Identifier: MIT-0

import Foundation
import Settings
import TestSupport
import Testing

@testable import Cloud

struct EndpointsTests {
    /// One row of the reference's table.
    struct Host: Decodable {
        let service, region: String
        let isFIPS, isDualStack: Bool
        let url: String

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            service = try row.decode(String.self)
            region = try row.decode(String.self)
            isFIPS = try row.decode(Bool.self)
            isDualStack = try row.decode(Bool.self)
            url = try row.decode(String.self)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `hosts of all services, regions and flags are botocore's`() async throws {
        let hosts = try await botocore("hosts", as: [Host].self)
        try #require(hosts.count > 800)
        #expect(Set(hosts.map(\.service)) == Set(AWSService.allCases.map(\.key)))
        for host in hosts {
            let configuration = try AWSConfiguration(environment: [
                "AWS_REGION": host.region, "AWS_USE_FIPS_ENDPOINT": "\(host.isFIPS)",
                "AWS_USE_DUALSTACK_ENDPOINT": "\(host.isDualStack)",
            ])
            let service = try #require(AWSService(rawValue: host.service))
            let url = try configuration.endpoints.url(of: service, in: configuration.region())
            #expect(url == host.url, "\(host)")
        }
    }

    private static let sections = """
        [default]
        services = mine
        endpoint_url = http://profile:2/
        [profile off]
        services = mine
        ignore_configured_endpoint_urls = true
        [profile plain]
        endpoint_url = https://profile.example/base
        [profile lost]
        services = nowhere
        [services mine]
        polly =
          endpoint_url = http://services:1
        bedrock_runtime =
            # a comment
            endpoint_url = http://services:3/x/
        """

    @Test(.timeLimit(.minutes(5)))
    func `endpoints of one's own are found where botocore finds them`() async throws {
        var random = Seeded(8)
        let choices: [(String, [String])] = [
            ("AWS_PROFILE", ["", "off", "plain", "lost"]),
            ("AWS_ENDPOINT_URL", ["", "", "http://all:4/", "nonsense"]),
            ("AWS_ENDPOINT_URL_POLLY", ["", "https://polly.example:8443/p"]),
            ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", ["", "http://[::1]:5/"]),
            ("AWS_ENDPOINT_URL_SSO_OIDC", ["", "http://oidc:6"]),
            ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", ["", "", "true", "false"]),
        ]
        let services = ["polly", "bedrock_runtime", "sso_oidc", "sts", "sso"]
        let cases = (0..<120).map { _ in
            var files = SharedFiles(
                environment: ["AWS_DEFAULT_REGION": "eu-west-1"], config: Self.sections,
                service: services.randomElement(using: &random) ?? "")
            for (name, values) in choices {
                let value = values.randomElement(using: &random) ?? ""
                if !value.isEmpty { files.environment[name] = value }
            }
            return files
        }
        let answers = try await botocore("configured", cases, as: [String?].self)
        let scratch = try Scratch()
        for (files, answer) in zip(cases, answers) {
            let environment = try files.place(in: scratch)
            let service = try #require(AWSService(rawValue: files.service))
            let ours = try? AWSConfiguration(environment: environment)
            let url = try? ours?.endpoints.url(of: service, in: ours?.region() ?? .standard)
            #expect(url == answer, "\(files.service) \(files.environment)")
        }
        #expect(answers.contains(nil))
    }

    @Test(arguments: [
        ("AWS_ENDPOINT_URL", "ftp://x"), ("AWS_ENDPOINT_URL_POLLY", "http://"),
        ("AWS_ENDPOINT_URL_POLLY", "http://h?x=1"), ("AWS_ENDPOINT_URL_POLLY", "http://u:p@h"),
    ])
    func `what is no address of a service is refused`(variable: String, url: String) throws {
        let configuration = try AWSConfiguration(environment: [variable: url])
        #expect(
            throws: SettingsError.badVariable(
                variable, problem: "not an http or https URL of a service")
        ) { try configuration.endpoints.url(of: .polly, in: .standard) }
    }

    @Test(arguments: ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])
    func `an endpoint of one's own can't be of a special kind too`(flag: String) throws {
        let environment = [flag: "TRUE", "AWS_ENDPOINT_URL": "http://h"]
        let configuration = try AWSConfiguration(environment: environment)
        #expect(throws: SettingsError.self) {
            try configuration.endpoints.url(of: .polly, in: .standard)
        }
    }

    @Test func `an error in a services section has its line`() throws {
        let scratch = try Scratch()
        let files = SharedFiles(
            config: "[default]\nservices = s\n[services s]\npolly =\n  region = x\n  endpoint_url\n"
        )
        let environment = try files.place(in: scratch)
        let configuration = try AWSConfiguration(environment: environment)
        #expect(
            throws: SettingsError.syntax(
                file: environment["AWS_CONFIG_FILE"] ?? "", line: 6,
                problem: "expected 'key = value'")
        ) { try configuration.endpoints.url(of: .polly, in: .standard) }
    }
}
