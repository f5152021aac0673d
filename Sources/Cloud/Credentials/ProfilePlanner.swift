// SPDX-License-Identifier: MIT-0

import Settings

/// What a profile of the shared files has by way of credentials: assume role, keys, web identity,
/// SSO, `aws login`, a command, in this order. A profile that is the source of another's role
/// gives its keys before it assumes a role of its own (so that it may name itself).
struct ProfilePlanner {
    let configuration: AWSConfiguration
    /// For `credential_source`.
    let planner: CredentialsPlanner

    /// nil: the profile has no credentials. Throws what is wrong with it, with file and line.
    func plan(_ name: String) throws -> CredentialsPlan? { try plan(name, sourceOf: []) }

    private func plan(_ name: String, sourceOf visited: [String]) throws -> CredentialsPlan? {
        guard let profile = configuration.profiles.profile(name) else { return nil }
        let assumesRole =
            profile["role_arn"] != nil && profile["web_identity_token_file"] == nil
        if assumesRole, visited.isEmpty || profile["aws_access_key_id"] == nil {
            return try role(profile, visited)
        }
        return try keys(profile) ?? webIdentity(profile) ?? singleSignOn(profile) ?? login(profile)
            ?? process(profile)
    }

    // MARK: Roles

    private func role(_ profile: AWSSection, _ visited: [String]) throws -> CredentialsPlan? {
        guard let role = profile[setting: "role_arn"] else { return nil }
        if let device = profile[setting: "mfa_serial"] {
            throw CredentialsError.multiFactor(profile: profile.name, device.origin)
        }
        let assumed = AssumedRole(
            profile: profile.name, roleARN: role.value, sessionName: profile["role_session_name"],
            externalID: profile["external_id"], durationSeconds: try duration(profile))
        switch (profile[setting: "source_profile"], profile[setting: "credential_source"]) {
        case (let name?, nil):
            return .role(assumed, source: try source(name, of: profile, visited))
        case (nil, let kind?):
            return .role(assumed, source: try source(kind, of: profile))
        case (_?, let kind?):
            throw kind.refused("source_profile and credential_source exclude each other")
        case (nil, nil):
            throw role.refused("source_profile or credential_source is missing beside role_arn")
        }
    }

    private func source(
        _ name: AWSSetting, of profile: AWSSection, _ visited: [String]
    ) throws -> CredentialsPlan {
        guard let source = configuration.profiles.profile(name.value) else {
            throw name.refused("there is no profile '\(name.value)'")
        }
        let visited = visited + [profile.name]
        let isItself = name.value == profile.name && source["aws_access_key_id"] != nil
        guard isItself || !visited.contains(name.value) else {
            throw name.refused(
                "source_profile goes in a circle: "
                    + (visited + [name.value]).joined(separator: " → "))
        }
        guard let plan = try plan(name.value, sourceOf: visited) else {
            throw name.refused("profile '\(name.value)' has no credentials")
        }
        return plan
    }

    private func source(_ kind: AWSSetting, of profile: AWSSection) throws -> CredentialsPlan {
        let found =
            switch kind.value {
            case "Environment": try planner.keysOfEnvironment()
            case "EcsContainer": try planner.container()
            case "Ec2InstanceMetadata": try planner.instance()
            default:
                throw kind.refused(
                    "'\(kind.value)' is none of Environment, EcsContainer, Ec2InstanceMetadata")
            }
        switch found {
        case .plan(let plan): return plan
        case .nothing(let reason):
            throw CredentialsError.unusable(source: "profile '\(profile.name)'", problem: reason)
        }
    }

    private func duration(_ profile: AWSSection) throws -> Int? {
        guard let setting = profile[setting: "duration_seconds"] else { return nil }
        guard let seconds = Int(setting.value), (900...43200).contains(seconds) else {
            throw setting.refused("'\(setting.value)' is not a number of seconds from 900 to 43200")
        }
        return seconds
    }

    // MARK: The others

    private func webIdentity(_ profile: AWSSection) throws -> CredentialsPlan? {
        guard let file = profile[setting: "web_identity_token_file"] else { return nil }
        guard let role = profile["role_arn"] else {
            throw file.refused("role_arn is missing beside web_identity_token_file")
        }
        return .webIdentity(
            WebIdentity(
                tokenFile: file.value, roleARN: role, sessionName: profile["role_session_name"]))
    }

    private func singleSignOn(_ profile: AWSSection) throws -> CredentialsPlan? {
        guard
            let mark = ["sso_account_id", "sso_role_name"].lazy
                .compactMap({ profile[setting: $0] }).first
        else { return nil }
        let name = profile[setting: "sso_session"]
        let session = name.flatMap { configuration.profiles.session($0.value) }
        if let name, session == nil {
            throw name.refused("there is no section [sso-session \(name.value)]")
        }
        let setting = { (key: String) throws -> AWSSetting in
            let (shared, own) = (session?[setting: key], profile[setting: key])
            if let shared, let own, shared.value != own.value {
                throw own.refused(
                    "\(key) is another than that of [sso-session \(session?.name ?? "")]")
            }
            guard let value = shared ?? own else {
                throw mark.refused("profile '\(profile.name)' lacks \(key)")
            }
            return value
        }
        return .singleSignOn(
            SingleSignOn(
                profile: profile.name, session: name?.value,
                startURL: try setting("sso_start_url").value,
                region: try Region(try setting("sso_region")),
                account: try setting("sso_account_id").value,
                role: try setting("sso_role_name").value, cacheFolder: home + "/.aws/sso/cache"))
    }

    private func keys(_ profile: AWSSection) throws -> CredentialsPlan? {
        guard let accessKey = profile[setting: "aws_access_key_id"] else { return nil }
        guard let secret = profile["aws_secret_access_key"] else {
            throw accessKey.refused("aws_secret_access_key is missing beside it")
        }
        // A token of the other file belongs to other keys.
        let token = profile[setting: "aws_session_token"] ?? profile[setting: "aws_security_token"]
        let credentials = Credentials(
            accessKey: accessKey.value, secretKey: secret,
            sessionToken: token?.origin.file == accessKey.origin.file ? token?.value : nil)
        return .fixed(credentials, place: "profile '\(profile.name)'")
    }

    private func login(_ profile: AWSSection) throws -> CredentialsPlan? {
        guard let session = profile["login_session"] else { return nil }
        let folder = configuration.environment.variable("AWS_LOGIN_CACHE_DIRECTORY")?.value
        return .login(
            LoginSession(
                profile: profile.name, session: session,
                cacheFolder: folder ?? home + "/.aws/login/cache"))
    }

    private func process(_ profile: AWSSection) throws -> CredentialsPlan? {
        guard let command = profile[setting: "credential_process"] else { return nil }
        guard let arguments = CommandLineWords.split(command.value), !arguments.isEmpty else {
            throw command.refused("not a command line: a quote is never closed")
        }
        return .process(CredentialProcess(profile: profile.name, arguments: arguments))
    }

    private var home: String { configuration.environment.variable("HOME")?.value ?? "" }
}
