// SPDX-License-Identifier: MIT-0

import Transfer

/// Requests whose answers are small and taken whole: those for credentials.
struct SmallExchange: Sendable {
    static let limitBytes = 1 << 20
    /// For services of AWS.
    static let deadlines = Deadlines(
        connect: .seconds(5), firstByte: .seconds(10), silence: .seconds(10))

    let client: HTTPClient

    /// The body of an answer of status 200; throws `ServiceError` for any other.
    func body(_ request: HTTPRequest) async throws -> [UInt8] {
        try await client.exchange(request) { response in
            let body = try await response.body.collect(atMost: Self.limitBytes)
            guard response.status == 200 else {
                throw ServiceError(response.head, body: body, host: Self.host(of: request.url))
            }
            return body
        }
    }

    /// `sts.eu-central-1.amazonaws.com`
    static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(rest.prefix { $0 != "/" && $0 != "?" })
    }
}
