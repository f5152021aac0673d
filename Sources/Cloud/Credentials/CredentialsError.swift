// SPDX-License-Identifier: MIT-0

package import Reporting

/// Why there are no credentials. No secret, and no output of a command, is ever part of an error.
package enum CredentialsError: ReportableError, Equatable {
    /// No source is configured; each with the reason why it gives nothing.
    case none(lookedAt: [String])
    /// The role asks for a code that nobody is there to type.
    case multiFactor(profile: String, AWSSetting.Origin)
    /// A source is configured and has nothing; `remedy` where it is known.
    case unusable(source: String, problem: String, remedy: String? = nil)
    /// A stream of events needs a signature; a Bedrock API key won't do.
    case signatureNeeded(host: String)
    /// A service has refused to give them.
    case refused(source: String, ServiceError, remedy: String? = nil)

    package var description: String {
        switch self {
        case .none(let places): "no AWS credentials in: " + places.joined(separator: "; ")
        case .multiFactor(let profile, let origin):
            "the role of profile '\(profile)' wants a code of a device (mfa_serial, "
                + "\(origin.place)), which can't be asked for here"
        case .unusable(let source, let problem, _): "no AWS credentials from \(source): \(problem)"
        case .signatureNeeded(let host): "\(host) takes no API key: it wants AWS credentials"
        case .refused(let source, let error, _): "no AWS credentials from \(source): \(error)"
        }
    }

    package var hint: String? {
        switch self {
        case .none:
            "run 'aws configure', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        case .multiFactor:
            "export the credentials of a session that has the code: 'aws sts assume-role …'"
        case .unusable(_, _, let remedy): remedy
        case .signatureNeeded: nil
        case .refused(_, let error, let remedy): error.status == .noPermission ? remedy : nil
        }
    }

    package var status: ExitStatus {
        if case .refused(_, let error, _) = self, error.retryClass != .final { return error.status }
        return .noPermission
    }
}

extension AWSSetting.Origin {
    /// `AWS_REGION`, `/home/me/.aws/config:12`
    var place: String {
        switch self {
        case .variable(let name), .option(let name): name
        case .file(let file, let line): "\(file):\(line)"
        }
    }
}
