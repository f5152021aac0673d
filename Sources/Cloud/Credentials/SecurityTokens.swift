// SPDX-License-Identifier: MIT-0

import Transfer

/// The Security Token Service: credentials of a role. Source: the model of sts, 2011-06-15.
struct SecurityTokens: Sendable {
    /// Of the service.
    let url: String
    let region: Region
    let exchange: SmallExchange
    let retrying: Retrying
    let now: @Sendable () -> Timestamp

    /// The role's credentials, asked for with `credentials`.
    func assume(_ role: AssumedRole, with credentials: Credentials) async throws -> Credentials {
        var form: [(name: String, value: String)] = [
            ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role.roleARN),
            ("RoleSessionName", sessionName(role.sessionName)),
        ]
        if let seconds = role.durationSeconds { form.append(("DurationSeconds", "\(seconds)")) }
        if let id = role.externalID { form.append(("ExternalId", id)) }
        let body = Array(PercentEncoding.query(form).utf8)
        let signer = RequestSigner(region: region.name, service: AWSService.sts.signingName)
        let calls = SignedCalls(
            credentials: CredentialsCache { credentials }, retrying: retrying, now: now)
        let source = "role \(role.roleARN) of profile '\(role.profile)'"
        return try await told(source) {
            try await calls.run { keys, offset in
                let request = SignableRequest(
                    "POST", url + "/", headers: Self.headers, payload: .body(body))
                let signed = try signer.sign(request, with: keys, at: now(), clockOffset: offset)
                return try await send(body, signed.headers)
            }
        }
    }

    /// The role's credentials for who shows a token, unsigned.
    func assume(_ identity: WebIdentity) async throws -> Credentials {
        let source = "role \(identity.roleARN) by web identity"
        let token: String
        do {
            token = try SmallFile.text(identity.tokenFile)
        } catch {
            throw CredentialsError.unusable(
                source: source, problem: "cannot read '\(identity.tokenFile)': \(error)")
        }
        let body = Array(
            PercentEncoding.query([
                ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"),
                ("RoleArn", identity.roleARN),
                ("RoleSessionName", sessionName(identity.sessionName)),
                ("WebIdentityToken", token),
            ]).utf8)
        return try await told(source) {
            try await retrying.run { _ in try await send(body, Self.headers) }
        }
    }

    private static let headers = [
        HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    ]

    private func sessionName(_ name: String?) -> String {
        name ?? "vc-\(now().milliseconds / 1000)"
    }

    private func told(
        _ source: String, _ ask: () async throws -> [UInt8]
    ) async throws -> Credentials {
        let body: [UInt8]
        do {
            body = try await ask()
        } catch let error as ServiceError {
            throw CredentialsError.refused(
                source: source, error, remedy: "may these credentials assume the role?")
        }
        let xml = String(decoding: body, as: UTF8.self)
        let json = CredentialsJSON(
            accessKey: XMLText.first("AccessKeyId", in: xml),
            secretKey: XMLText.first("SecretAccessKey", in: xml),
            sessionToken: XMLText.first("SessionToken", in: xml),
            expiration: XMLText.first("Expiration", in: xml))
        return try json.credentials(from: source)
    }

    private func send(_ body: [UInt8], _ headers: [HTTPField]) async throws -> [UInt8] {
        try await exchange.body(
            HTTPRequest(
                "POST", url + "/", headers: headers, body: .bytes(body),
                deadlines: SmallExchange.deadlines))
    }
}
