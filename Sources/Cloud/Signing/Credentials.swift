// SPDX-License-Identifier: MIT-0

/// What AWS knows a caller by. Prints and dumps as its access key only: secrets are never logged.
package struct Credentials: Sendable, Hashable {
    package var accessKey: String
    package var secretKey: String
    /// Of temporary credentials: goes with every request, never with an event.
    package var sessionToken: String?
    /// When AWS stops accepting them; nil: never.
    package var expiry: Timestamp?

    package init(
        accessKey: String, secretKey: String, sessionToken: String? = nil, expiry: Timestamp? = nil
    ) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expiry = expiry
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "credentials of \(accessKey)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
}
