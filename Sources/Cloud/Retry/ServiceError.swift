// SPDX-License-Identifier: MIT-0

package import Reporting

/// What a service of AWS said no with.
package struct ServiceError: ReportableError, Equatable {
    /// Whom we asked, for messages.
    package let host: String
    /// The HTTP status; 200 for an exception in mid-stream.
    package let httpStatus: Int
    /// `ThrottlingException`; "" where the answer has none.
    package let code: String
    /// The service's own words, in one line, shortened; may be empty.
    package let message: String
    package let requestID: String?
    package let retryHint: RetryHint?
    /// The answer's `Date`: the service's clock.
    package let date: String?

    /// An error that came as an event of a stream, or without a body.
    package init(
        host: String, httpStatus: Int = 200, code: String, message: String,
        requestID: String? = nil, retryHint: RetryHint? = nil, date: String? = nil
    ) {
        self.host = host
        self.httpStatus = httpStatus
        self.code = code
        self.message = Self.oneLine(message)
        self.requestID = requestID
        self.retryHint = retryHint
        self.date = date
    }

    package var description: String {
        let what = code.isEmpty ? "\(host) answered \(httpStatus)" : "\(host): \(code)"
        return message.isEmpty ? what : "\(what): \(message)"
    }

    package var status: ExitStatus {
        if retryClass == .throttling { return .tryAgain }
        return isRefusal ? .noPermission : .unavailable
    }

    /// Control characters become blanks, and what is over 400 characters goes.
    private static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : Character(scalar)
        }
        let words = String(scalars).split(separator: " ").joined(separator: " ")
        return words.count > 400 ? words.prefix(400) + "…" : words
    }
}
