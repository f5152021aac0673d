// SPDX-License-Identifier: MIT-0

import Reporting
package import Transfer

/// One service of AWS: signs, sends, tries again, and says what an answer of refusal means.
package struct ServiceClient: Sendable {
    enum Authorization: Sendable {
        case signature(RequestSigner, SignedCalls)
        /// A Bedrock API key. Secret.
        case bearer(String, Retrying)
    }

    private static let errorLimitBytes = 1 << 16

    private let url: String
    private let http: HTTPClient
    private let authorization: Authorization

    init(url: String, http: HTTPClient, authorization: Authorization) {
        self.url = url
        self.http = http
        self.authorization = authorization
    }

    /// Whom messages name.
    package var host: String { SmallExchange.host(of: url) }

    /// Makes one call and gives its answer, of status 200, to `use`; its body is what `use` reads.
    ///
    /// Tried again as the standard retry mode of the AWS SDKs has it, as long as `mayRepeat`: a
    /// stream says no as soon as something of it was delivered. Throws `ServiceError` for what the
    /// service refuses, and what `use`, Transfer, the credentials and the configuration throw.
    package func call<Value>(
        _ request: ServiceRequest, mayRepeat: () -> Bool = { true },
        _ use: (HTTPResponse) async throws -> Value
    ) async throws -> Value {
        try await signed(
            SignableRequest(
                request.method, url + request.target, headers: Self.common + request.headers,
                payload: .body(request.body)), mayRepeat: mayRepeat
        ) { headers, _ in
            let body = request.body.isEmpty ? HTTPRequest.Body.none : .bytes(request.body)
            let message = HTTPRequest(
                request.method, url + request.target, headers: headers, body: body,
                deadlines: request.deadlines)
            return try await http.exchange(message) { response in
                try await use(try await accepted(response))
            }
        }
    }

    /// Opens a stream of signed events: what is sent goes up while the answer comes down. HTTP/2,
    /// on a connection of its own (Transcribe refuses a second stream on one).
    ///
    /// `use` gets the answer, of status 200, and the way up, which one task at a time may use.
    /// Retries are as for `call`, and `startsAnew` as `Retrying` has it; `use` has to finish the way
    /// up before it returns.
    package func stream<Value>(
        _ request: ServiceRequest, mayRepeat: () -> Bool = { true },
        startsAnew: () -> Bool = { false },
        _ use: (HTTPResponse, EventUpload) async throws -> Value
    ) async throws -> Value {
        try await signed(
            SignableRequest(
                request.method, url + request.target, headers: Self.common + request.headers,
                payload: .events), mayRepeat: mayRepeat, startsAnew: startsAnew
        ) { headers, signer in
            guard let signer else { throw CredentialsError.signatureNeeded(host: host) }
            let upload = BodyStream()
            let message = HTTPRequest(
                request.method, url + request.target, headers: headers, body: .stream(upload),
                version: .http2PriorKnowledge, deadlines: request.deadlines,
                sharesConnection: false)
            return try await http.exchange(message) { response in
                if response.status != 200 {
                    // The service reads on before it says why: half-close first.
                    upload.finish()
                }
                let response = try await accepted(response)
                return try await use(response, EventUpload(upload, signer))
            }
        }
    }

    /// As `stream`, but `send` begins with the request: a service may say nothing before it is sent
    /// something. It is cancelled when `receive` returns. The connection may be shared.
    package func converse(
        _ request: ServiceRequest, mayRepeat: () -> Bool, startsAnew: () -> Bool,
        send: @escaping @Sendable (EventUpload) async throws -> Void,
        receive: @escaping @Sendable (HTTPResponse) async throws -> Void
    ) async throws {
        try await signed(
            SignableRequest(
                request.method, url + request.target, headers: Self.common + request.headers,
                payload: .events), mayRepeat: mayRepeat, startsAnew: startsAnew
        ) { headers, signer in
            guard let signer else { throw CredentialsError.signatureNeeded(host: host) }
            let upload = BodyStream()
            let message = HTTPRequest(
                request.method, url + request.target, headers: headers, body: .stream(upload),
                version: .http2PriorKnowledge, deadlines: request.deadlines)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await send(EventUpload(upload, signer))
                    return false
                }
                group.addTask {
                    try await http.exchange(message) { response in
                        if response.status != 200 { upload.finish() }
                        try await receive(try await accepted(response))
                    }
                    return true
                }
                defer { group.cancelAll() }
                while let isReceived = try await group.next(), !isReceived {}
            }
        }
    }

    /// Fetches credentials and opens a connection, so that the first call waits for neither. What
    /// is wrong with the network is not told: the call will say it.
    package func warmUp() async throws {
        try await fetchCredentials()
        do {
            try await http.preconnect(to: url + "/", headers: Self.common)
        } catch is TransferError {}
    }

    /// Fetches credentials, so that a stream, which has a connection of its own, doesn't wait for
    /// them.
    package func fetchCredentials() async throws {
        if case .signature(_, let calls) = authorization { try await calls.warmUp() }
    }

    private static let common = [
        HTTPField("User-Agent", "vc/\(toolVersion) ua/2.1 os/linux lang/swift")
    ]

    /// Runs `send` with the header fields of a request that is signed anew for each attempt, and
    /// with the signer of the events that follow it.
    private func signed<Value>(
        _ request: SignableRequest, mayRepeat: () -> Bool, startsAnew: () -> Bool = { false },
        _ send: ([HTTPField], EventSigner?) async throws -> Value
    ) async throws -> Value {
        switch authorization {
        case .bearer(let key, let retrying):
            return try await retrying.run(mayRepeat: mayRepeat, startsAnew: startsAnew) { _ in
                try await send(
                    request.headers + [HTTPField("Authorization", "Bearer \(key)")], nil)
            }
        case .signature(let signer, let calls):
            return try await calls.run(mayRepeat: mayRepeat, startsAnew: startsAnew) {
                credentials, offset in
                let signed = try signer.sign(
                    request, with: credentials, at: .now(), clockOffset: offset)
                return try await send(
                    signed.headers,
                    signer.events(after: signed, with: credentials, clockOffset: offset))
            }
        }
    }

    private func accepted(_ response: HTTPResponse) async throws -> HTTPResponse {
        guard response.status != 200 else { return response }
        let body = try await response.body.collect(atMost: Self.errorLimitBytes)
        throw ServiceError(response.head, body: body, host: host)
    }
}
