// SPDX-License-Identifier: MIT-0

import Cloud

extension EventStreamError {
    /// The name of the case, as the vectors have it.
    var name: String {
        switch self {
        case .preludeChecksum: "preludeChecksum"
        case .messageChecksum: "messageChecksum"
        case .lengths: "lengths"
        case .headersTooLarge: "headersTooLarge"
        case .payloadTooLarge: "payloadTooLarge"
        case .headerOverrun: "headerOverrun"
        case .emptyHeaderName: "emptyHeaderName"
        case .unknownHeaderType: "unknownHeaderType"
        case .duplicateHeader: "duplicateHeader"
        case .headerNotText: "headerNotText"
        case .truncated: "truncated"
        case .unsendableHeader: "unsendableHeader"
        }
    }
}
