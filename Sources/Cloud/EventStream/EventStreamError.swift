// SPDX-License-Identifier: MIT-0

package import Reporting

/// What is wrong with a message of an event stream.
package enum EventStreamError: ReportableError, Equatable {
    /// The checksum of a message's first eight bytes.
    case preludeChecksum(computed: UInt32, stated: UInt32)
    case messageChecksum(computed: UInt32, stated: UInt32)
    /// The two lengths contradict each other; bytes.
    case lengths(message: Int, headers: Int)
    case headersTooLarge(bytes: Int)
    case payloadTooLarge(bytes: Int)
    /// A header goes on where the header block ends.
    case headerOverrun
    case emptyHeaderName
    /// The value's length can't be known, nor what follows it.
    case unknownHeaderType(UInt8, header: String)
    case duplicateHeader(String)
    /// A name or a string value that isn't UTF-8.
    case headerNotText
    /// The stream ended inside of a message, after so many of its bytes.
    case truncated(bytes: Int)
    /// A header of ours that the format can't hold.
    case unsendableHeader(String)

    package var description: String {
        switch self {
        case .unsendableHeader(let name): "cannot send header '\(name)' of an event: too long"
        case .truncated(let bytes):
            "the event stream ended inside of a message, after \(bytes) bytes"
        default: "the event stream is broken: \(reason)"
        }
    }

    private var reason: String {
        switch self {
        case .preludeChecksum(let computed, let stated):
            "the checksum of a message's lengths is \(hex(computed)), not \(hex(stated))"
        case .messageChecksum(let computed, let stated):
            "the checksum of a message is \(hex(computed)), not \(hex(stated))"
        case .lengths(let message, let headers):
            "a message of \(message) bytes can't have \(headers) bytes of headers"
        case .headersTooLarge(let bytes): "\(bytes) bytes of headers"
        case .payloadTooLarge(let bytes): "a payload of \(bytes) bytes"
        case .headerOverrun: "a header goes beyond the others' end"
        case .emptyHeaderName: "a header has no name"
        case .unknownHeaderType(let type, let name): "header '\(name)' is of unknown type \(type)"
        case .duplicateHeader(let name): "header '\(name)' comes twice"
        case .headerNotText: "a header isn't UTF-8"
        case .truncated, .unsendableHeader: ""
        }
    }

    package var status: ExitStatus {
        if case .unsendableHeader = self { .software } else { .unavailable }
    }
}

private func hex(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
