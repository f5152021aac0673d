// SPDX-License-Identifier: MIT-0

package import Transfer

/// What a service says about when to come back.
package enum RetryHint: Sendable, Equatable {
    /// `x-amz-retry-after`, in milliseconds: SDKs follow it for 5 s beyond their own delay.
    case suggested(Duration)
    /// `Retry-After`, in seconds (RFC 9110, 10.2.3): not before.
    case demanded(Duration)

    /// The hint of an answer; one that can't be read is none. (A date isn't looked at.)
    package init?(_ headers: [HTTPField]) {
        if let value = headers.first("x-amz-retry-after").flatMap(Int64.init), value >= 0 {
            self = .suggested(.milliseconds(value))
        } else if let value = headers.first("retry-after").flatMap(UInt32.init) {
            self = .demanded(.seconds(Int64(value)))
        } else {
            return nil
        }
    }
}
