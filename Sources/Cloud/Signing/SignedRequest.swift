// SPDX-License-Identifier: MIT-0

package import Transfer

/// What signing adds to a request.
package struct SignedRequest: Sendable, Equatable {
    /// All the header fields to send.
    package let headers: [HTTPField]
    /// 32 bytes; the first event of a stream is signed after it.
    package let signature: [UInt8]
}
