// SPDX-License-Identifier: MIT-0

/// How large the parts of a message may be, in bytes.
///
/// The specification (Smithy, "amazon-eventstream") asks clients not to refuse by size: on what is
/// received the limits guard our memory, they are no rule of the protocol.
package enum EventStreamLimits {
    package static let headerBlock = 131_072
    /// Of a payload that is received: 24 MiB.
    package static let receivedPayload = 25_165_824
    /// Of a payload that is sent: 16 MiB, what all encoders of AWS keep to.
    package static let sentPayload = 16_777_216
    /// Of one header value of variable length that is sent.
    package static let headerValue = 32_767
    /// Of a header's name, in UTF-8; at least one.
    package static let headerName = 255
}
