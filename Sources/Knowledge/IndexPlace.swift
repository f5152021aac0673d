// SPDX-License-Identifier: MIT-0

import Glibc

/// Where the index of a path is kept: `$XDG_DATA_HOME/vc/index`, one file for each real path.
package enum IndexPlace {
    /// The path without links and dots; nil, with errno, where nothing is there.
    package static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The index of a real path: named after its last part, told apart by a hash of all of it.
    package static func file(of realPath: String, in folder: String) -> String {
        let name = realPath.split(separator: "/").last.map(String.init) ?? "root"
        // So that the name is one of a file, and no longer than a file's may be.
        let stem = String(
            name.prefix(60).map { sign in
                sign.isASCII && (sign.isLetter || sign.isNumber || sign == "-") ? sign : "_"
            })
        return "\(folder)/\(stem)-\(hexadecimal(Fingerprint.of(Array(realPath.utf8)))).index"
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Tells whether a file's content has changed: FNV-1a of 64 bits (RFC 9923). Nobody gains by making
/// two files that look the same, so that it need not be a cryptographic one.
enum Fingerprint {
    static func of(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBufferPointer { bytes in
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return hash
        }
    }
}
