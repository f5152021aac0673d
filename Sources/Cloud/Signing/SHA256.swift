// SPDX-License-Identifier: MIT-0

import CCrypto

/// A SHA-256 that is fed piece by piece, for bodies that come in pieces.
///
/// Owns an `EVP_MD_CTX`. libcrypto can refuse (a configuration without the algorithm, no memory):
/// then every call throws `SigningError.cryptography`.
package struct SHA256: ~Copyable {
    /// Bytes of a digest.
    package static let digestBytes = 32

    private let context: OpaquePointer

    package init() throws(SigningError) {
        guard let context = EVP_MD_CTX_new() else { throw .last("EVP_MD_CTX_new") }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw .last("EVP_DigestInit_ex")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes the next bytes, any number.
    package mutating func update(_ bytes: [UInt8]) throws(SigningError) {
        guard EVP_DigestUpdate(context, bytes, bytes.count) == 1 else {
            throw .last("EVP_DigestUpdate")
        }
    }

    /// The digest of all that came, 32 bytes.
    package consuming func finalize() throws(SigningError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.digestBytes)
        guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
            throw .last("EVP_DigestFinal_ex")
        }
        return digest
    }

    /// The digest of `bytes`, 32 bytes.
    package static func digest(of bytes: [UInt8]) throws(SigningError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestBytes)
        guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            throw .last("EVP_Digest")
        }
        return digest
    }

    /// The digest of UTF-8 text, 32 bytes.
    package static func digest(of text: String) throws(SigningError) -> [UInt8] {
        try digest(of: Array(text.utf8))
    }
}

extension SigningError {
    /// The oldest error of libcrypto's queue on this thread.
    static func last(_ call: String) -> SigningError {
        let code = ERR_get_error()
        ERR_clear_error()
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &text, text.count)
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        return .cryptography(code: code, reason: "\(call): \(reason)")
    }
}
