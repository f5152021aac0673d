// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@testable import Cloud

/// The same files and environments, ours and botocore's answer.
@Suite(.timeLimit(.minutes(5)))
struct BotocoreCredentialsTests {
    /// Lines of a profile; one kind each, since tools disagree about profiles of several kinds.
    private static let kinds = [
        "aws_access_key_id = K1\nAWS_SECRET_ACCESS_KEY = S1",
        "aws_access_key_id = K2\naws_secret_access_key = S2\naws_session_token = T2",
        "aws_access_key_id = K3", "aws_secret_access_key = S3", "region = eu-west-1", "",
        "role_arn = r\nsource_profile = one", "role_arn = r\nsource_profile = two",
        "role_arn = r\nsource_profile = gone", "role_arn = r",
        "role_arn = r\nsource_profile = default\naws_access_key_id = K4\naws_secret_access_key = S4",
        "role_arn = r\ncredential_source = Environment",
        "role_arn = r\nweb_identity_token_file = /t", "web_identity_token_file = /t",
        "sso_session = s\nsso_account_id = 1\nsso_role_name = r",
        "sso_start_url = u\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r",
        "sso_session = gone\nsso_account_id = 1\nsso_role_name = r", "sso_account_id = 1",
        #"credential_process = printf '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "x"}' "a b""#,
        #"credential_process = printf '{"Version":2,"AccessKeyId":"a","SecretAccessKey":"b"}'"#,
        #"credential_process = printf '{"Version":1,"AccessKeyId":"a"}'"#,
        "credential_process = false", "credential_process = printf nonsense",
    ]

    private func someCases(_ count: Int) -> [SharedFiles] {
        var random = Seeded(11)
        let environments: [(String, [String])] = [
            ("AWS_ACCESS_KEY_ID", ["", "", "", "KE"]), ("AWS_SECRET_ACCESS_KEY", ["", "SE"]),
            ("AWS_SESSION_TOKEN", ["", "TE"]),
            ("AWS_PROFILE", ["", "", "one", "one", "two", "two", "lost"]),
        ]
        return (0..<count).map { _ in
            var files = SharedFiles()
            for (name, values) in environments {
                let value = values.randomElement(using: &random) ?? ""
                if !value.isEmpty { files.environment[name] = value }
            }
            for name in ["default", "profile one", "profile two"]
            where Int.random(in: 0..<8, using: &random) > 0 {
                files.config += "[\(name)]\n\(Self.kinds.randomElement(using: &random) ?? "")\n"
            }
            files.config += "[sso-session s]\nsso_start_url = u\nsso_region = us-east-1\n"
            return files
        }
    }

    /// Both keys of the credentials file, over a profile of any kind but a role.
    private func credentialsFileCases() -> [SharedFiles] {
        Self.kinds.filter {
            !$0.contains("role_arn") && !$0.contains("web_identity") && !$0.contains("sso")
                && !$0.hasSuffix("K3")
        }
        .map {
            SharedFiles(
                config: "[default]\n" + $0,
                credentials: "[default]\naws_access_key_id = C\naws_secret_access_key = D\n")
        }
    }

    @Test func `credentials come from where botocore has them`() async throws {
        let cases = someCases(400) + credentialsFileCases()
        let answers = try await botocore("credentials", cases, as: [[String]?].self)
        let scratch = try Scratch()
        for (files, answer) in zip(cases, answers) {
            let environment = try files.place(in: scratch)
            let ours = await answerOfOurs(environment)
            #expect(ours == answer, "\(files)")
        }
        let kinds = Dictionary(grouping: answers) { $0?.first ?? "refused" }.mapValues(\.count)
        for kind in ["env", "config-file", "assume-role", "sso", "custom-process", "none"] {
            #expect(kinds[kind, default: 0] > 3, "\(kinds)")
        }
    }

    /// In botocore's words; nil for what we refuse.
    private func answerOfOurs(_ environment: [String: String]) async -> [String]? {
        do {
            let configuration = try AWSConfiguration(environment: environment)
            let plan = try CredentialsPlanner(configuration).plan()
            switch plan {
            case .fixed(let keys, let place):
                let isEnvironment = place == "environment"
                let isFile = try text(environment, "AWS_SHARED_CREDENTIALS_FILE").contains("= C\n")
                let method =
                    isEnvironment ? "env" : isFile ? "shared-credentials-file" : "config-file"
                return [method, keys.accessKey, keys.secretKey, keys.sessionToken ?? ""]
            case .role(_, let source):
                try await check(source)
                return ["assume-role"]
            case .webIdentity: return ["assume-role-with-web-identity"]
            case .singleSignOn: return ["sso"]
            case .process(let process):
                let keys = try await process.credentials(environment: [:])
                return ["custom-process", keys.accessKey, keys.secretKey, keys.sessionToken ?? ""]
            case .login, .container, .instance: return ["unexpected"]
            }
        } catch CredentialsError.none {
            return ["none"]
        } catch {
            return nil
        }
    }

    /// botocore runs the command of a role's source at once.
    private func check(_ source: CredentialsPlan) async throws {
        switch source {
        case .process(let process): _ = try await process.credentials(environment: [:])
        case .role(_, let next): try await check(next)
        default: break
        }
    }

    private func text(_ environment: [String: String], _ variable: String) throws -> String {
        try String(contentsOfFile: environment[variable] ?? "", encoding: .utf8)
    }
}
