// SPDX-License-Identifier: MIT-0

import FoundationEssentials

/// The file in which `aws sso login` keeps its token: all of it is secret.
struct SSOToken: Codable, Equatable, Sendable {
    var accessToken: String
    /// ISO 8601.
    var expiresAt: String
    var refreshToken: String?
    var clientId: String?
    var clientSecret: String?
    var registrationExpiresAt: String?
    var startUrl: String?
    var region: String?

    /// Under 15 minutes are left, and all is there that a refresh takes.
    func needsRefresh(at time: Timestamp) -> Bool {
        guard let expiry = Timestamp(iso8601: expiresAt) else { return false }
        return expiry.since(time) < .seconds(900) && canRefresh(at: time)
    }

    func canRefresh(at time: Timestamp) -> Bool {
        guard refreshToken != nil, clientId != nil, clientSecret != nil,
            let end = registrationExpiresAt.flatMap(Timestamp.init(iso8601:))
        else { return false }
        return end > time
    }

    func isValid(at time: Timestamp) -> Bool {
        Timestamp(iso8601: expiresAt).map { $0 > time } ?? false
    }

    /// The file of a session, or of a start URL in the old form.
    static func path(_ source: SingleSignOn) throws(SigningError) -> String {
        let name = try SHA1.hex(of: source.session ?? source.startURL)
        return "\(source.cacheFolder)/\(name).json"
    }

    /// nil where there is no file, or none with a token in it.
    static func load(_ path: String) -> SSOToken? {
        guard let bytes = try? SmallFile.read(path) else { return nil }
        return try? JSONDecoder().decode(SSOToken.self, from: Data(bytes))
    }

    /// In the other's place at once, as the AWS tools do it. That it can't be written is no reason
    /// to stop: the token is good.
    func save(_ path: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return }
        try? SmallFile.replace(path, with: Array(data))
    }
}
