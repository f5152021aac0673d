// SPDX-License-Identifier: MIT-0

import FoundationEssentials

/// Credentials as commands and metadata services write them.
struct CredentialsJSON: Decodable {
    let version: Int?
    let code: String?
    let accessKey: String?
    let secretKey: String?
    let sessionToken: String?
    let token: String?
    let expiration: String?

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case code = "Code"
        case accessKey = "AccessKeyId"
        case secretKey = "SecretAccessKey"
        case sessionToken = "SessionToken"
        case token = "Token"
        case expiration = "Expiration"
    }

    init(accessKey: String?, secretKey: String?, sessionToken: String?, expiration: String?) {
        (version, code, token) = (nil, nil, nil)
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    /// nil where it isn't such JSON.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
            return nil
        }
        self = value
    }

    /// Throws what is missing; `source` is for the message, in which no value is ever shown.
    func credentials(from source: String) throws(CredentialsError) -> Credentials {
        guard let accessKey, !accessKey.isEmpty else {
            throw .unusable(source: source, problem: "AccessKeyId is missing")
        }
        guard let secretKey, !secretKey.isEmpty else {
            throw .unusable(source: source, problem: "SecretAccessKey is missing")
        }
        var expiry: Timestamp?
        if let expiration {
            expiry = Timestamp(iso8601: expiration)
            if expiry == nil { throw .unusable(source: source, problem: "Expiration is no time") }
        }
        return Credentials(
            accessKey: accessKey, secretKey: secretKey, sessionToken: sessionToken ?? token,
            expiry: expiry)
    }
}
