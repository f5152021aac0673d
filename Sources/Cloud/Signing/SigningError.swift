// SPDX-License-Identifier: MIT-0

package import Reporting

/// Why a request or an event can't be signed. No secret is ever part of an error.
package enum SigningError: ReportableError, Equatable {
    /// Not an absolute http or https URL; holds its scheme and host at most.
    case invalidURL(String)
    /// libcrypto refuses SHA-256 or HMAC: `code` is the one of `ERR_get_error(3)`.
    case cryptography(code: UInt, reason: String)

    package var description: String {
        switch self {
        case .invalidURL(let url): "cannot sign a request to '\(url)': not an http or https URL"
        case .cryptography(_, let reason): "libcrypto cannot sign: \(reason)"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .invalidURL: .configuration
        case .cryptography: .unavailable
        }
    }
}
