// SPDX-License-Identifier: MIT-0

package import Reporting

/// What goes wrong on the way to a service and back. Nothing of a request but its host is ever
/// part of an error.
package enum TransferError: ReportableError, Equatable {
    /// How far an exchange has come.
    package enum Phase: Sendable, Equatable {
        /// No connection yet.
        case connecting
        /// The request is under way; nothing has come back.
        case waiting
        /// The answer has begun.
        case receiving
    }

    /// Not an absolute http or https URL. Holds it without credentials and query.
    case invalidURL(String)
    /// A header field that would break the request; its name, or "" for a bad name.
    case invalidHeader(String)
    /// `code` is the `CURLcode`.
    case cannotConnect(host: String, code: UInt32, reason: String)
    /// TLS was refused, by us or by the server.
    case untrusted(host: String, code: UInt32, reason: String)
    case broken(host: String, Phase, code: UInt32, reason: String)
    /// A deadline has passed.
    case tooSlow(host: String, Phase, limit: Duration)
    /// The answer, or one event of it, is longer than anyone should send.
    case tooLarge(limitBytes: Int)
    /// libcurl can't be started or refuses an option.
    case library(code: UInt32, reason: String)

    package var description: String {
        switch self {
        case .invalidURL(let url): "not an http or https URL: '\(url)'"
        case .invalidHeader(""): "a header field of the request has a bad name"
        case .invalidHeader(let name): "the value of header '\(name)' has a control character in it"
        case .cannotConnect(let host, _, let reason): "cannot connect to \(host): \(reason)"
        case .untrusted(let host, _, let reason): "no secure connection to \(host): \(reason)"
        case .broken(let host, .connecting, _, let reason): "cannot connect to \(host): \(reason)"
        case .broken(let host, .waiting, _, let reason): "no answer from \(host): \(reason)"
        case .broken(let host, .receiving, _, let reason):
            "the answer of \(host) broke off: \(reason)"
        case .tooSlow(let host, .connecting, let limit):
            "cannot connect to \(host): no connection within \(limit.inSeconds)"
        case .tooSlow(let host, .waiting, let limit):
            "no answer from \(host) within \(limit.inSeconds)"
        case .tooSlow(let host, .receiving, let limit):
            "the answer of \(host) stood still for \(limit.inSeconds)"
        case .tooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .library(let code, let reason): "libcurl: \(reason) (\(code))"
        }
    }

    package var hint: String? {
        guard case .invalidHeader(let name) = self, name.lowercased() == "authorization" else {
            return nil
        }
        return "is there a line break in the key?"
    }

    package var status: ExitStatus {
        switch self {
        case .invalidURL: .usage
        case .invalidHeader: .configuration
        default: .unavailable
        }
    }
}

extension Duration {
    /// `10 s`, `0.25 s`
    fileprivate var inSeconds: String {
        let seconds = self / .seconds(1)
        return seconds == seconds.rounded() && abs(seconds) < 1e9
            ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
