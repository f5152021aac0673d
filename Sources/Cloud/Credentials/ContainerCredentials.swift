// SPDX-License-Identifier: MIT-0

import Settings
import Transfer

/// The metadata service of containers (ECS, EKS). Source: "Container credential provider", AWS SDKs
/// and Tools Reference Guide; deadlines and attempts are botocore's.
extension ContainerCredentials {
    private static let hosts = ["localhost", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]

    /// Throws if the token could go to a stranger: over http only this machine and the metadata
    /// services' own addresses are asked.
    static func check(_ setting: AWSSetting) throws(SettingsError) {
        let url = setting.value
        let isClean = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        if isClean, url.lowercased().hasPrefix("https://") { return }
        guard isClean, url.lowercased().hasPrefix("http://") else {
            throw setting.refused("not an http or https URL")
        }
        let authority = url.dropFirst(7).prefix { !"/?#\\".contains($0) }
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        let name = host.lowercased()
        guard !authority.contains("@"), isLoopback(name) || hosts.contains(name) else {
            throw setting.refused(
                "over http only a loopback address, 169.254.170.2, 169.254.170.23 or "
                    + "fd00:ec2::23 may be asked")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether a header field can carry it.
    static func isSendable(_ token: String) -> Bool {
        token.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    func credentials(
        _ exchange: SmallExchange, sleep: (Duration) async throws -> Void
    ) async throws -> Credentials {
        let source = "container at \(SmallExchange.host(of: url))"
        var headers = [HTTPField("Accept", "application/json")]
        if let token = try token(for: source) { headers.append(HTTPField("Authorization", token)) }
        let request = HTTPRequest(
            "GET", url, headers: headers, version: .http1,
            deadlines: Deadlines(
                connect: .seconds(2), firstByte: .seconds(2), silence: .seconds(2)),
            usesProxy: false)
        var attempt = 1
        while true {
            do {
                let body = try await exchange.body(request)
                guard let json = CredentialsJSON(body) else {
                    throw CredentialsError.unusable(
                        source: source, problem: "its answer is no JSON of credentials")
                }
                return try json.credentials(from: source)
            } catch let error as ServiceError where attempt == 3 {
                throw CredentialsError.refused(source: source, error)
            } catch let error where error is ServiceError || error is TransferError {
                guard attempt < 3 else { throw error }
            }
            attempt += 1
            try await sleep(.seconds(1))
        }
    }

    private func token(for source: String) throws -> String? {
        switch authorization {
        case .none: return nil
        case .token(let token): return token
        case .file(let path):
            let problem: String
            do {
                let token = try SmallFile.text(path)
                if Self.isSendable(token) { return token }
                problem = "there is a line break in the token of '\(path)'"
            } catch {
                problem = "cannot read '\(path)': \(error)"
            }
            throw CredentialsError.unusable(source: source, problem: problem)
        }
    }
}
