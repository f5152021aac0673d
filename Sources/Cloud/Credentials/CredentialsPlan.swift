// SPDX-License-Identifier: MIT-0

/// Where credentials come from: decided from the environment and the shared files alone, before
/// anything is asked.
package indirect enum CredentialsPlan: Sendable, Equatable {
    /// They stand in the environment or in a profile (`place`).
    case fixed(Credentials, place: String)
    /// STS AssumeRole with other credentials.
    case role(AssumedRole, source: CredentialsPlan)
    /// STS AssumeRoleWithWebIdentity.
    case webIdentity(WebIdentity)
    case singleSignOn(SingleSignOn)
    /// What `aws login` has left.
    case login(LoginSession)
    case process(CredentialProcess)
    case container(ContainerCredentials)
    /// `passedOver`: what was looked at before, and why it gave nothing.
    case instance(InstanceMetadata, passedOver: [String])
}

/// The parameters of an AssumeRole.
package struct AssumedRole: Sendable, Equatable {
    /// For messages.
    package var profile: String
    package var roleARN: String
    /// nil: `vc-` and the time.
    package var sessionName: String?
    package var externalID: String?
    package var durationSeconds: Int?
}

/// The parameters of an AssumeRoleWithWebIdentity.
package struct WebIdentity: Sendable, Equatable {
    /// Read anew each time; who wrote it changes it.
    package var tokenFile: String
    package var roleARN: String
    package var sessionName: String?
}

/// IAM Identity Center: a role of an account, by the token that `aws sso login` has left.
package struct SingleSignOn: Sendable, Equatable {
    package var profile: String
    /// nil: the old form of a profile, whose token can't be refreshed.
    package var session: String?
    package var startURL: String
    package var region: Region
    package var account: String
    package var role: String
    /// `~/.aws/sso/cache`
    package var cacheFolder: String

    /// What the user is told to do.
    var remedy: String {
        session.map { "run 'aws sso login --sso-session \($0)'" }
            ?? "run 'aws sso login --profile \(profile)'"
    }
}

/// `aws login`: credentials that it keeps in a file.
package struct LoginSession: Sendable, Equatable {
    package var profile: String
    package var session: String
    /// `~/.aws/login/cache`
    package var cacheFolder: String
}

/// A command that prints credentials.
package struct CredentialProcess: Sendable, Equatable {
    package var profile: String
    /// The program and its arguments, not empty.
    package var arguments: [String]
}

/// The metadata service of a container.
package struct ContainerCredentials: Sendable, Equatable {
    package enum Authorization: Sendable, Equatable {
        case none
        /// Secret.
        case token(String)
        /// Read anew each time.
        case file(String)
    }

    package var url: String
    package var authorization: Authorization
}

/// The metadata service of an instance, version 2.
package struct InstanceMetadata: Sendable, Equatable {
    /// Without a slash at the end.
    package var endpoint: String
    package var timeout: Duration
    package var attempts: Int
}
