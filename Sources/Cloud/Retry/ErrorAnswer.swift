// SPDX-License-Identifier: MIT-0

import FoundationEssentials
package import Transfer

/// Reading an error off an answer. Sources: botocore's parsers (JSON, REST-JSON and query
/// protocols); RFC 6749, 5.2 for SSO's OAuth errors.
extension ServiceError {
    /// `body` may be anything: JSON, XML, a proxy's page, nothing.
    package init(_ head: HTTPResponse.Head, body: [UInt8], host: String) {
        let text = String(decoding: body, as: UTF8.self)
        let json = try? JSONDecoder().decode(JSONError.self, from: Data(body))
        let isXML = json == nil && text.contains("<Code>")
        let xml = { isXML ? XMLText.first($0, in: text) : nil }
        let code =
            head.headers.first("x-amzn-errortype") ?? json?.code ?? xml("Code")
            ?? head.headers.first("x-amzn-query-error")
        self.init(
            host: host, httpStatus: head.status, code: code.map(Self.bare) ?? "",
            message: json?.message ?? xml("Message") ?? "",
            requestID: head.headers.first("x-amzn-requestid")
                ?? head.headers.first("x-amz-request-id") ?? xml("RequestId"),
            retryHint: RetryHint(head.headers), date: head.headers.first("date"))
    }

    /// `aws.protocol#FooException:http://…` is `FooException`.
    package static func bare(_ code: String) -> String {
        let end = code.prefix { $0 != ":" && $0 != ";" }
        return String(end.split(separator: "#").last ?? "")
    }
}

/// The shapes in which JSON bodies tell of an error; fields of other types are as good as absent.
private struct JSONError: Decodable {
    let code: String?
    let message: String?

    struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let first = { (names: [String]) in
            names.lazy.compactMap { try? fields.decode(String.self, forKey: Key(stringValue: $0)) }
                .first
        }
        code = first(["__type", "code", "Code", "error"])
        message = first(["message", "Message", "errorMessage", "error_description"])
    }
}
