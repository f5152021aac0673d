// SPDX-License-Identifier: MIT-0

import Settings

/// Finds where credentials come from. Asks nobody: pure but for the shared files, which are read.
///
/// Order, that of the AWS SDKs: environment; web identity of the environment; profile; container;
/// instance metadata, only where it is asked for. The first that is configured counts: if it fails
/// later, none after it is tried.
package struct CredentialsPlanner: Sendable {
    let configuration: AWSConfiguration
    private var environment: [String: String] { configuration.environment }

    package init(_ configuration: AWSConfiguration) { self.configuration = configuration }

    /// What one place has.
    enum Found {
        case plan(CredentialsPlan)
        /// What it is and why it gives nothing: `profile 'default' (not in …)`.
        case nothing(String)
    }

    /// Throws `CredentialsError.none` with all places that were looked at, or what is wrong with
    /// the first that is configured.
    package func plan(asksInstance: Bool = false) throws -> CredentialsPlan {
        var passedOver: [String] = []
        for look in [keys, webIdentity, profile, container] {
            switch try look() {
            case .plan(let plan): return plan
            case .nothing(let reason): passedOver.append(reason)
            }
        }
        if asksInstance {
            switch try instance() {
            case .plan(.instance(let service, _)):
                return .instance(service, passedOver: passedOver)
            case .plan(let plan): return plan
            case .nothing(let reason): passedOver.append(reason)
            }
        }
        throw CredentialsError.none(lookedAt: passedOver)
    }

    func keys() throws -> Found {
        guard !configuration.isProfileChosen else {
            return .nothing("environment (not looked at: a profile was chosen)")
        }
        return try keysOfEnvironment()
    }

    func keysOfEnvironment() throws -> Found {
        guard let accessKey = environment.variable("AWS_ACCESS_KEY_ID") else {
            return .nothing("environment (AWS_ACCESS_KEY_ID isn't set)")
        }
        guard let secret = environment.variable("AWS_SECRET_ACCESS_KEY") else {
            throw accessKey.refused("AWS_SECRET_ACCESS_KEY is missing beside it")
        }
        let token =
            environment.variable("AWS_SESSION_TOKEN") ?? environment.variable("AWS_SECURITY_TOKEN")
        let expiry = try environment.variable("AWS_CREDENTIAL_EXPIRATION").map { setting in
            guard let time = Timestamp(iso8601: setting.value) else {
                throw setting.refused("'\(setting.value)' is not a time like 2026-01-02T03:04:05Z")
            }
            return time
        }
        return .plan(
            .fixed(
                Credentials(
                    accessKey: accessKey.value, secretKey: secret.value,
                    sessionToken: token?.value, expiry: expiry),
                place: "environment"))
    }

    private func webIdentity() throws -> Found {
        let name = "AWS_WEB_IDENTITY_TOKEN_FILE"
        guard !configuration.isProfileChosen, let file = environment.variable(name) else {
            return .nothing("web identity (\(name) isn't set)")
        }
        guard let role = environment.variable("AWS_ROLE_ARN") else {
            throw file.refused("AWS_ROLE_ARN is missing beside it")
        }
        return .plan(
            .webIdentity(
                WebIdentity(
                    tokenFile: file.value, roleARN: role.value,
                    sessionName: environment.variable("AWS_ROLE_SESSION_NAME")?.value)))
    }

    private func profile() throws -> Found {
        let name = configuration.profileName
        guard configuration.profile != nil else {
            let files = configuration.profiles.files.joined(separator: " or ")
            return .nothing(
                "profile '\(name)' (\(files.isEmpty ? "HOME isn't set" : "not in \(files)"))")
        }
        let planner = ProfilePlanner(configuration: configuration, planner: self)
        guard let plan = try planner.plan(name) else {
            return .nothing("profile '\(name)' (it has no credentials)")
        }
        return .plan(plan)
    }

    func container() throws -> Found {
        let (relative, full) = (
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        )
        let url: String
        if let path = environment.variable(relative) {
            guard path.value.hasPrefix("/") else { throw path.refused("it begins with no '/'") }
            url = "http://169.254.170.2" + path.value
        } else if let address = environment.variable(full) {
            try ContainerCredentials.check(address)
            url = address.value
        } else {
            return .nothing("container (AWS_CONTAINER_CREDENTIALS_… isn't set)")
        }
        var authorization = ContainerCredentials.Authorization.none
        if let file = environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            authorization = .file(file.value)
        } else if let token = environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            guard ContainerCredentials.isSendable(token.value) else {
                throw token.refused("there is a line break in it")
            }
            authorization = .token(token.value)
        }
        return .plan(.container(ContainerCredentials(url: url, authorization: authorization)))
    }

    func instance() throws -> Found {
        if configuration.isOn("AWS_EC2_METADATA_DISABLED", "ec2_metadata_disabled") {
            return .nothing("instance metadata (AWS_EC2_METADATA_DISABLED is set)")
        }
        let mode = configuration.setting(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode")
        let own = configuration.setting(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint")
        let family = mode?.value.lowercased() ?? "ipv4"
        if let mode, !["ipv4", "ipv6"].contains(family) {
            throw mode.refused("'\(mode.value)' is neither IPv4 nor IPv6")
        }
        let standard = family == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        let endpoint = try own.map(Endpoints.checked) ?? standard
        let timeout = try positive("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")
        let attempts = try positive(
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts")
        return .plan(
            .instance(
                InstanceMetadata(
                    endpoint: endpoint, timeout: .seconds(timeout), attempts: attempts),
                passedOver: []))
    }

    /// A number from 1 to 1000; 1 where nothing is said.
    private func positive(_ variable: String, _ key: String) throws -> Int {
        guard let setting = configuration.setting(variable, key) else { return 1 }
        guard let number = Int(setting.value), (1...1000).contains(number) else {
            throw setting.refused("'\(setting.value)' is not a number from 1 to 1000")
        }
        return number
    }
}
