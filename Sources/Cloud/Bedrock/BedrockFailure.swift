// SPDX-License-Identifier: MIT-0

import FoundationEssentials
import Transfer

/// What Bedrock's own errors mean.
extension BedrockError {
    /// - Parameters:
    ///   - code: `ThrottlingException`, also with a small first letter as streams have it; "" if
    ///     the answer has none.
    ///   - httpStatus: 200 for an exception in mid-stream.
    package init(code: String, httpStatus: Int, message: String, call: BedrockCall) {
        let code = code.prefix(1).uppercased() + code.dropFirst()
        let (model, words) = (call.model, message.lowercased())
        let replacement = RetiredModels.replacement(for: model)
        let isRetired =
            words.contains("end of its life") || words.contains("marked by provider as legacy")
        switch code {
        case _ where isRetired: self = .retired(model.text, replacement: replacement)
        case "ResourceNotFoundException" where words.contains("use case"):
            self = .refused(code: code, message: message)
        case "ResourceNotFoundException",
            "ValidationException" where words.contains("model identifier is invalid"):
            self =
                replacement.map { .retired(model.text, replacement: $0) }
                ?? .unknownModel(model.text, message: message)
        case "ValidationException" where words.contains("on-demand throughput"):
            self = .needsProfile(model.name)
        case "ValidationException" where Self.excess.contains(where: { words.contains($0) }):
            self = .tooLong(model: model.text, message: message)
        case "ValidationException": self = .rejected(call.api, message: message)
        case "ModelNotReadyException": self = .throttled(message: message)
        case _ where code.hasPrefix("Throttl") || code == "TooManyRequestsException":
            self = .throttled(message: message)
        case _ where httpStatus == 429: self = .throttled(message: message)
        case _ where Self.refusals.contains(code) || httpStatus == 401 || httpStatus == 403:
            self = .refused(code: code.isEmpty ? "HTTP \(httpStatus)" : code, message: message)
        default:
            self = .failed(code: code.isEmpty ? "HTTP \(httpStatus)" : code, message: message)
        }
    }

    /// How models say that there is too much text, in small letters (of public reports).
    private static let excess = [
        "too long", "too many input tokens", "context length", "input tokens exceed",
    ]

    private static let refusals: Set<String> = [
        "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException",
        "ExpiredToken", "InvalidSignatureException", "IncompleteSignatureException",
        "MissingAuthenticationTokenException", "InvalidClientTokenId", "NotAuthorized",
        "OptInRequired", "RequestExpired", "UnauthorizedException",
    ]

    /// What ends a stream (bedrock-runtime's model: `message`; for the model's own failure also
    /// `originalStatusCode` and `originalMessage`).
    init(exception type: String, payload: [UInt8], call: BedrockCall) {
        let body = (try? JSONValue(parsing: payload)) ?? [:]
        let text = { (name: String) -> String? in
            if case .string(let text)? = body[name] { text } else { nil }
        }
        var message = text("message") ?? text("Message") ?? ""
        if let original = text("originalMessage"), original != message {
            message += (message.isEmpty ? "" : ": ") + original
        }
        self.init(code: type, httpStatus: 200, message: message.inOneLine, call: call)
    }

    /// HTTP's are the gateway's.
    private static let transient: Set<String> = [
        "InternalServerException", "ModelStreamErrorException", "ModelTimeoutException",
        "ServiceUnavailableException", "InternalFailure", "HTTP 500", "HTTP 502", "HTTP 503",
        "HTTP 504", "ModelErrorException", modelFailure,
    ]

    /// The code for what a model itself tells of.
    static let modelFailure = "ModelError"
}

extension BedrockError: RetryClassified {
    package var retryClass: RetryClass {
        switch self {
        case .throttled: .throttling
        case .cutOff, .broken, .malformed: .transient
        case .failed(let code, _) where Self.transient.contains(code): .transient
        default: .final
        }
    }
}

extension String {
    /// Control characters become blanks, and what is over 400 characters goes.
    var inOneLine: String { inOneLine(atMost: 400) }

    func inOneLine(atMost limit: Int) -> String {
        let scalars = unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : Character(scalar)
        }
        let words = String(scalars).split(separator: " ").joined(separator: " ")
        return words.count > limit ? words.prefix(limit) + "…" : words
    }
}
