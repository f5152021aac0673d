// SPDX-License-Identifier: MIT-0

import CCrypto

/// HMAC-SHA256 (RFC 2104).
package enum HMACSHA256 {
    /// The code of a message, 32 bytes.
    package static func code(
        for message: [UInt8], key: [UInt8]
    ) throws(SigningError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.digestBytes)
        // A null key would mean "the key of the last call"; an empty array may be one.
        let key = key.isEmpty ? [0] : key
        guard
            HMAC(
                EVP_sha256(), key, CInt(key.count), message, message.count, &code, nil) != nil
        else { throw .last("HMAC") }
        return code
    }

    /// The code of UTF-8 text, 32 bytes.
    package static func code(for text: String, key: [UInt8]) throws(SigningError) -> [UInt8] {
        try code(for: Array(text.utf8), key: key)
    }
}
