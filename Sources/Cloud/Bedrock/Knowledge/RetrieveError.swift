// SPDX-License-Identifier: MIT-0

package import Reporting

/// What goes wrong between a Knowledge Base and us, apart from the network.
package enum RetrieveError: ReportableError, Equatable {
    case invalidID(String)
    /// No such base in this account and region.
    case unknown(id: String, message: String)
    /// Credentials or permissions.
    case refused(id: String, code: String, message: String)
    /// After every retry.
    case throttled(id: String, message: String)
    /// Whatever else the service says.
    case failed(id: String, code: String, message: String)
    /// An answer that is none.
    case broken(id: String)

    init(_ error: ServiceError, id: String) {
        if error.code == "ResourceNotFoundException" {
            self = .unknown(id: id, message: error.message)
        } else if error.retryClass == .throttling {
            self = .throttled(id: id, message: error.message)
        } else if error.status == .noPermission {
            self = .refused(id: id, code: error.code, message: error.message)
        } else {
            let code = error.code.isEmpty ? "HTTP \(error.httpStatus)" : error.code
            self = .failed(id: id, code: code, message: error.message)
        }
    }

    package var description: String {
        switch self {
        case .invalidID(let id): "not the id of a knowledge base: '\(id.prefix(100))'"
        case .unknown(let id, let message): "there is no knowledge base '\(id)'" + suffix(message)
        case .refused(let id, let code, let message):
            "the knowledge base '\(id)' refused: \(code)" + suffix(message)
        case .throttled(let id, let message):
            "the knowledge base '\(id)' wants fewer requests" + suffix(message)
        case .failed(let id, let code, let message):
            "the knowledge base '\(id)' failed: \(code)" + suffix(message)
        case .broken(let id): "the knowledge base '\(id)' sent an answer that is none"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidID: "up to ten letters and digits, as in kb:ABCDE12345"
        case .unknown: "is it in this region? --region names another"
        case .refused: "the permission bedrock:Retrieve is needed"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .invalidID: .usage
        case .unknown: .noInput
        case .refused: .noPermission
        case .throttled: .tryAgain
        case .failed, .broken: .unavailable
        }
    }

    private func suffix(_ message: String) -> String { message.isEmpty ? "" : ": \(message)" }
}
