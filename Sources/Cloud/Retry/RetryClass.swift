// SPDX-License-Identifier: MIT-0

import Transfer

/// Whether a failure is worth another try.
package enum RetryClass: Sendable, Equatable {
    /// It may pass by itself: a broken connection, a 5xx.
    case transient
    /// The service wants fewer requests.
    case throttling
    /// The same request will fail again.
    case final

    /// What kind of failure an error is; errors of others are final.
    package init(_ error: any Error) {
        self =
            switch error {
            case let error as ServiceError: error.retryClass
            case let error as TransferError: error.retryClass
            default: .final
            }
    }
}

extension TransferError {
    /// A certificate that was refused will be refused again.
    fileprivate var retryClass: RetryClass {
        switch self {
        case .cannotConnect, .broken, .tooSlow: .transient
        case .invalidURL, .invalidHeader, .untrusted, .tooLarge, .library: .final
        }
    }
}
