// SPDX-License-Identifier: MIT-0

import CCrypto

/// SHA-1, for the names of SSO's cache files only.
enum SHA1 {
    /// 40 hexadecimal digits.
    static func hex(of text: String) throws(SigningError) -> String {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil) == 1 else {
            throw .last("EVP_Digest")
        }
        return Hex.text(digest)
    }
}
