// SPDX-License-Identifier: MIT-0

/// What a user can do where a service refuses who we are, or what we may.
enum Refusal {
    /// `action`: the permission that the call needs, for a service that doesn't name it itself;
    /// `alternative` follows it.
    static func hint(
        code: String, message: String, action: String, alternative: String = ""
    ) -> String {
        if let named = message.firstRange(of: "to perform: ") {
            let name = message[named.upperBound...].prefix { !$0.isWhitespace }
            return "the permission \(name) is missing"
        }
        if code.hasPrefix("AccessDenied") {
            return "the permission \(action) is missing" + alternative
        }
        return code.hasPrefix("Expired") ? "renew the credentials" : "are the credentials right?"
    }
}
