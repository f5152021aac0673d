// SPDX-License-Identifier: MIT-0

package import FoundationEssentials

/// The value of a header, of one of the format's ten types (0 and 1 are true and false).
package enum EventStreamValue: Sendable, Hashable {
    case bool(Bool)
    case int8(Int8)
    case int16(Int16)
    case int32(Int32)
    case int64(Int64)
    case bytes([UInt8])
    case string(String)
    case timestamp(Timestamp)
    case uuid(UUID)
}
