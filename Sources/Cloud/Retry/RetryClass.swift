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
        self = (error as? any RetryClassified)?.retryClass ?? .final
    }
}

/// An error that knows whether the same request may succeed when it is sent again.
package protocol RetryClassified: Error {
    var retryClass: RetryClass { get }
}

extension ServiceError: RetryClassified {}

extension EventStreamError: RetryClassified {
    /// What was broken on its way may come through whole.
    package var retryClass: RetryClass {
        if case .unsendableHeader = self { .final } else { .transient }
    }
}

extension TransferError: RetryClassified {
    /// A certificate that was refused will be refused again.
    package var retryClass: RetryClass {
        switch self {
        case .cannotConnect, .broken, .tooSlow: .transient
        case .invalidURL, .invalidHeader, .untrusted, .tooLarge, .library: .final
        }
    }
}
