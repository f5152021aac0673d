// SPDX-License-Identifier: MIT-0

import FoundationEssentials
import Transfer

/// IAM Identity Center: a token of `aws sso login` becomes credentials of a role. Sources: the
/// models of sso and sso-oidc, 2019-06-10; botocore's `tokens.py` for the file.
struct IdentityCenter: Sendable {
    let source: SingleSignOn
    let portalURL: String
    let tokenURL: String
    let exchange: SmallExchange
    let retrying: Retrying
    let now: @Sendable () -> Timestamp

    func credentials() async throws -> Credentials {
        let token = try await accessToken()
        let query = PercentEncoding.query([
            ("role_name", source.role), ("account_id", source.account),
        ])
        let request = HTTPRequest(
            "GET", "\(portalURL)/federation/credentials?\(query)",
            headers: [HTTPField("x-amz-sso_bearer_token", token)],
            deadlines: SmallExchange.deadlines)
        let body: [UInt8]
        do {
            body = try await retrying.run { _ in try await exchange.body(request) }
        } catch let error as ServiceError {
            throw CredentialsError.refused(
                source: name, error, remedy: error.httpStatus == 401 ? source.remedy : nil)
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw unusable("the answer of \(SmallExchange.host(of: portalURL)) has no credentials")
        }
        let role = answer.roleCredentials
        return Credentials(
            accessKey: role.accessKeyId, secretKey: role.secretAccessKey,
            sessionToken: role.sessionToken,
            expiry: role.expiration.map { Timestamp(milliseconds: $0) })
    }

    private var name: String { "SSO of profile '\(source.profile)'" }

    private func unusable(_ problem: String) -> CredentialsError {
        .unusable(source: name, problem: problem, remedy: source.remedy)
    }

    /// The cached token, refreshed in time. If that fails, the old one serves to its end.
    private func accessToken() async throws -> String {
        let path = try SSOToken.path(source)
        guard var token = SSOToken.load(path) else { throw unusable("not logged in") }
        if source.session != nil, token.needsRefresh(at: now()) {
            do {
                token = try await refreshed(token)
                token.save(path)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // A refresh token serves once: another process may have been first.
                token = SSOToken.load(path) ?? token
                guard token.isValid(at: now()) else {
                    guard error is ServiceError else { throw error }
                    throw unusable("the login has expired and can't be refreshed: \(error)")
                }
            }
        }
        guard token.isValid(at: now()) else { throw unusable("the login has expired") }
        return token.accessToken
    }

    private func refreshed(_ token: SSOToken) async throws -> SSOToken {
        let question = Question(
            clientId: token.clientId ?? "", clientSecret: token.clientSecret ?? "",
            grantType: "refresh_token", refreshToken: token.refreshToken ?? "")
        let request = HTTPRequest(
            "POST", "\(tokenURL)/token", headers: [HTTPField("Content-Type", "application/json")],
            body: .bytes(Array(try JSONEncoder().encode(question))),
            deadlines: SmallExchange.deadlines)
        let body = try await retrying.run { _ in try await exchange.body(request) }
        guard let new = try? JSONDecoder().decode(NewToken.self, from: Data(body)) else {
            throw ServiceError(
                host: SmallExchange.host(of: tokenURL), code: "", message: "no token in the answer")
        }
        var token = token
        token.accessToken = new.accessToken
        token.expiresAt = now().advanced(by: .seconds(new.expiresIn)).iso8601
        token.refreshToken = new.refreshToken
        token.startUrl = source.startURL
        token.region = source.region.name
        return token
    }

    private struct Question: Encodable {
        let clientId, clientSecret, grantType, refreshToken: String
    }

    private struct NewToken: Decodable {
        let accessToken: String
        /// Seconds.
        let expiresIn: Int64
        let refreshToken: String?
    }

    private struct Answer: Decodable {
        struct Role: Decodable {
            let accessKeyId, secretAccessKey: String
            let sessionToken: String?
            /// Milliseconds since 1970.
            let expiration: Int64?
        }
        let roleCredentials: Role
    }
}
