// SPDX-License-Identifier: MIT-0

/// The key of one day, region and service (SigV4: "derive a signing key").
package struct SigningKey: Sendable {
    /// What a key is good for.
    package struct Scope: Sendable, Hashable {
        /// `20260102`, UTC.
        package let day: String
        package let region: String
        /// The signing name, which isn't the host's: `bedrock`, `transcribe`.
        package let service: String

        package init(day: String, region: String, service: String) {
            self.day = day
            self.region = region
            self.service = service
        }

        /// `20260102/us-east-1/bedrock/aws4_request`
        package var text: String { "\(day)/\(region)/\(service)/aws4_request" }
    }

    package let scope: Scope
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(secretKey: String, scope: Scope) throws(SigningError) {
        var key = Array("AWS4\(secretKey)".utf8)
        for part in [scope.day, scope.region, scope.service, "aws4_request"] {
            key = try HMACSHA256.code(for: part, key: key)
        }
        self.scope = scope
        bytes = key
    }

    /// The signature of a string to sign, 32 bytes.
    package func signature(of text: String) throws(SigningError) -> [UInt8] {
        try HMACSHA256.code(for: text, key: bytes)
    }
}
