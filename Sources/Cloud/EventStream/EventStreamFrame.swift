// SPDX-License-Identifier: MIT-0

/// The two lengths that a message begins with, checked.
struct EventStreamFrame: Sendable, Equatable {
    /// Bytes of the prelude: the lengths and their checksum.
    static let preludeBytes = 12
    /// Bytes of a message that are neither headers nor payload.
    static let overhead = 16

    let headerBytes: Int
    let payloadBytes: Int

    /// Bytes of the whole message.
    var bytes: Int { Self.overhead + headerBytes + payloadBytes }

    /// Reads the prelude's 12 bytes; no length is believed before their checksum is right.
    init(prelude: ArraySlice<UInt8>) throws(EventStreamError) {
        let computed = CRC32.checksum(of: prelude.prefix(8))
        let stated = UInt32(bigEndian: prelude.dropFirst(8))
        guard computed == stated else {
            throw .preludeChecksum(computed: computed, stated: stated)
        }
        let message = Int(UInt32(bigEndian: prelude.prefix(4)))
        headerBytes = Int(UInt32(bigEndian: prelude.dropFirst(4).prefix(4)))
        payloadBytes = message - Self.overhead - headerBytes
        // First what the lengths say, then whether it fits into memory.
        guard payloadBytes >= 0 else { throw .lengths(message: message, headers: headerBytes) }
        guard headerBytes <= EventStreamLimits.headerBlock else {
            throw .headersTooLarge(bytes: headerBytes)
        }
        guard payloadBytes <= EventStreamLimits.receivedPayload else {
            throw .payloadTooLarge(bytes: payloadBytes)
        }
    }
}

extension FixedWidthInteger {
    /// A number of as many bytes as there are.
    init(bigEndian bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}
