// SPDX-License-Identifier: MIT-0

import FoundationEssentials

extension LoginSession {
    /// What `aws login` has left, while it is valid. (A refresh would take a key of its own and the
    /// sign-in service: that is left to the AWS tools.)
    func credentials(at time: Timestamp) throws -> Credentials {
        let source = "login of profile '\(profile)'"
        let remedy = "run 'aws login --profile \(profile)'"
        let path = "\(cacheFolder)/\(Hex.text(try SHA256.digest(of: session))).json"
        guard let bytes = try? SmallFile.read(path),
            let token = try? JSONDecoder().decode(Cache.self, from: Data(bytes)).accessToken
        else {
            throw CredentialsError.unusable(
                source: source, problem: "not logged in", remedy: remedy)
        }
        guard let expiry = Timestamp(iso8601: token.expiresAt), expiry > time else {
            throw CredentialsError.unusable(
                source: source, problem: "the login has expired", remedy: remedy)
        }
        return Credentials(
            accessKey: token.accessKeyId, secretKey: token.secretAccessKey,
            sessionToken: token.sessionToken, expiry: expiry)
    }

    private struct Cache: Decodable {
        struct Token: Decodable {
            let accessKeyId, secretAccessKey: String
            let sessionToken: String?
            let expiresAt: String
        }
        let accessToken: Token
    }
}
