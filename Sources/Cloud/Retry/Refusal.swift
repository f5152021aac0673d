// SPDX-License-Identifier: MIT-0

/// What to do where a service refuses us.
enum Refusal {
    /// - Parameter missing: what is most likely missing where the service only denies access.
    static func hint(code: String, message: String, missing: String) -> String {
        if let action = message.firstRange(of: "to perform: ") {
            let name = message[action.upperBound...].prefix { !$0.isWhitespace }
            return "the permission \(name) is missing"
        }
        if message.contains("valid region") {
            return "is the region right, and the endpoint in it?"
        }
        if message.lowercased().contains("bearer token") {
            return "is AWS_BEARER_TOKEN_BEDROCK right, and not past its time?"
        }
        if code.hasPrefix("AccessDenied") { return missing }
        return code.hasPrefix("Expired") ? "renew the credentials" : "are the credentials right?"
    }
}
