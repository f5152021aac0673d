// SPDX-License-Identifier: MIT-0

package import Reporting
import Transfer

/// What goes wrong between Transcribe and us, apart from the network. Messages are the service's
/// own.
package enum TranscribeError: ReportableError, Equatable {
    /// Credentials or permissions.
    case refused(code: String, message: String)
    /// After every retry: too many streams at once, most likely.
    case throttled(message: String)
    /// The service doesn't accept what the options say: a vocabulary that isn't there.
    case rejected(message: String)
    /// Somebody opened another stream with our session's id.
    case tookOver
    /// The service failed, perhaps in mid-stream; may pass by itself.
    case failed(code: String, message: String)
    /// The service ended the stream before we did.
    case cutOff
    /// The answer was damaged on its way.
    case broken(EventStreamError)
    /// An event that isn't JSON.
    case malformed

    /// What an answer of the service, or an exception in mid-stream, means.
    package init(_ error: ServiceError) {
        let code = error.code.isEmpty ? "HTTP \(error.httpStatus)" : error.code
        if error.retryClass == .throttling {
            self = .throttled(message: error.message)
        } else if error.isRefusal || error.httpStatus == 403 {
            self = .refused(code: code, message: error.message)
        } else if code == "ConflictException" {
            self = .tookOver
        } else if error.httpStatus != 200,
            ["BadRequestException", "SerializationException"].contains(code)
        {
            self = .rejected(message: error.message)
        } else {
            self = .failed(code: code, message: error.message)
        }
    }

    /// What is thrown to those who don't know services and streams.
    static func naming(_ error: any Error) -> any Error {
        switch error {
        case let error as ServiceError: TranscribeError(error)
        case let error as EventStreamError: TranscribeError.broken(error)
        default: error
        }
    }

    package var description: String {
        switch self {
        case .refused(let code, let message): "Transcribe refused: \(code)" + suffix(message)
        case .throttled(let message): "Transcribe wants fewer streams" + suffix(message)
        case .rejected(let message): "Transcribe doesn't accept the request" + suffix(message)
        case .tookOver: "another stream took the place of this one at Transcribe"
        case .failed(let code, let message): "Transcribe failed: \(code)" + suffix(message)
        case .cutOff: "Transcribe ended the stream before the audio was over"
        case .broken(let error): "the results of Transcribe did not arrive whole: \(error)"
        case .malformed: "Transcribe sent results that can't be read"
        }
    }

    private func suffix(_ message: String) -> String { message.isEmpty ? "" : ": \(message)" }

    package var hint: String? {
        switch self {
        case .refused(let code, let message):
            Refusal.hint(
                code: code, message: message,
                missing: "the permission transcribe:StartStreamTranscription is missing")
        case .throttled: "end other streams, try later, or ask for a higher quota"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .refused: .noPermission
        case .throttled: .tryAgain
        case .rejected: .usage
        default: .unavailable
        }
    }
}

extension TranscribeError: RetryClassified {
    package var retryClass: RetryClass {
        switch self {
        case .throttled: .throttling
        case .cutOff, .broken, .malformed: .transient
        case .refused, .rejected, .tookOver, .failed: .final
        }
    }
}
