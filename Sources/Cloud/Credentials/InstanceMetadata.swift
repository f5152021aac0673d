// SPDX-License-Identifier: MIT-0

import Transfer

/// The metadata service of EC2 instances, version 2: every question shows a token. Source: "Use
/// the Instance Metadata Service", EC2 User Guide. Version 1 is never fallen back to: any request
/// that a program can be talked into would get its answers.
extension InstanceMetadata {
    /// That the service isn't there means that there are no credentials; what `passedOver` says is
    /// then part of the error.
    func credentials(
        _ exchange: SmallExchange, passedOver: [String]
    ) async throws -> Credentials {
        let source = "instance metadata at \(SmallExchange.host(of: endpoint))"
        do {
            let token = try await ask(
                exchange, "PUT", "/latest/api/token",
                HTTPField("x-aws-ec2-metadata-token-ttl-seconds", "21600"))
            guard !token.isEmpty, ContainerCredentials.isSendable(token) else {
                throw CredentialsError.unusable(source: source, problem: "it gives no token")
            }
            let shown = HTTPField("x-aws-ec2-metadata-token", token)
            let folder = "/latest/meta-data/iam/security-credentials/"
            let roles = try await ask(exchange, "GET", folder, shown)
            guard let role = roles.split(whereSeparator: \.isNewline).first else {
                throw CredentialsError.unusable(source: source, problem: "the instance has no role")
            }
            let body = try await ask(
                exchange, "GET", folder + PercentEncoding.component(String(role)), shown)
            guard let json = CredentialsJSON(Array(body.utf8)) else {
                throw CredentialsError.unusable(
                    source: source, problem: "its answer is no JSON of credentials")
            }
            guard json.code == nil || json.code == "Success" else {
                throw CredentialsError.unusable(
                    source: source, problem: "role \(role): it says \(json.code ?? "")")
            }
            return try json.credentials(from: source)
        } catch let error as ServiceError {
            let problem = error.httpStatus == 404 ? "the instance has no role" : "\(error)"
            throw CredentialsError.unusable(source: source, problem: problem)
        } catch let error as TransferError {
            // The answer to the PUT may not pass a hop: a container then waits in vain.
            let reason =
                if case .tooSlow = error {
                    "\(error); not an instance, or in a container behind a hop limit of 1"
                } else {
                    "\(error)"
                }
            throw CredentialsError.none(lookedAt: passedOver + ["instance metadata (\(reason))"])
        }
    }

    /// Tries as often as is configured; an answer other than 5xx is one.
    private func ask(
        _ exchange: SmallExchange, _ method: String, _ path: String, _ field: HTTPField
    ) async throws -> String {
        let request = HTTPRequest(
            method, endpoint + path, headers: [field], version: .http1,
            deadlines: Deadlines(connect: timeout, firstByte: timeout, silence: timeout),
            usesProxy: false)
        var attempt = 1
        while true {
            do {
                return String(decoding: try await exchange.body(request), as: UTF8.self)
            } catch let error where RetryClass(error) == .transient && attempt < attempts {
                attempt += 1
            }
        }
    }
}
