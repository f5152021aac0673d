// SPDX-License-Identifier: MIT-0

package import Reporting

/// What a server of the OpenAI protocol says no to, or says wrongly.
///
/// Messages are the server's own, in one line, shortened, and without the key.
package enum OpenAIError: ReportableError, Equatable {
    /// Not a base URL that a path can be put behind.
    case invalidEndpoint(String)
    /// An HTTP status that is not 200, or an error in mid-stream.
    case refused(host: String, status: Int, message: String)
    /// 429 or 503 after every retry.
    case busy(host: String, status: Int, message: String)
    /// The answer ended without its end.
    case cutOff(host: String)
    /// A part of the answer that is not what the protocol has there.
    case malformed(host: String, String)

    package var description: String {
        switch self {
        case .invalidEndpoint(let url): "not the address of a server: '\(url)'"
        case .refused(let host, let status, let message), .busy(let host, let status, let message):
            "\(host) answered \(status)" + (message.isEmpty ? "" : ": \(Self.oneLine(message))")
        case .cutOff(let host): "the answer of \(host) ended before it was complete"
        case .malformed(let host, let text):
            "\(host) does not answer as an OpenAI server does: \(Self.oneLine(text))"
        }
    }

    package var hint: String? {
        switch self {
        case .refused(_, 401, _), .refused(_, 403, _): "is OPENAI_API_KEY the key of this server?"
        case .refused(_, 404, _): "are the address and the name of the model right?"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .invalidEndpoint: .usage
        case .refused(_, 401, _), .refused(_, 403, _): .noPermission
        case .busy: .tryAgain
        case .refused, .cutOff, .malformed: .unavailable
        }
    }

    /// The same without a secret that the server has repeated.
    func hiding(_ secret: String) -> OpenAIError {
        let hide = { (text: String) in text.replacing(secret, with: "…") }
        return switch self {
        case .refused(let host, let status, let message):
            .refused(host: host, status: status, message: hide(message))
        case .busy(let host, let status, let message):
            .busy(host: host, status: status, message: hide(message))
        case .malformed(let host, let text): .malformed(host: host, hide(text))
        case .invalidEndpoint, .cutOff: self
        }
    }

    /// Control characters become blanks, and what is over 300 characters goes.
    private static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : Character(scalar)
        }
        let words = String(scalars).split(separator: " ").joined(separator: " ")
        return words.count > 300 ? words.prefix(300) + "…" : words
    }
}
