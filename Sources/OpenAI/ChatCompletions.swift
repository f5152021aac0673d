// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import FoundationEssentials
package import Transfer

/// A language model behind `/v1/chat/completions`: OpenAI's own, llama-server, vLLM, Ollama, …
///
/// Replies are streamed as server-sent events. 429 and 503 are asked again, before anything was
/// delivered; cancelling the task closes the stream, upon which servers stop generating.
package struct ChatCompletions: LanguageModel {
    private static let errorLimitBytes = 64 << 10
    /// How long a server may take to start, and how often it is looked for.
    private static let (startLimit, startPause) = (Duration.seconds(60), Duration.milliseconds(50))

    private let endpoint: Endpoint
    private let model: String?
    private let apiKey: String?
    private let extra: [String: JSONValue]
    private let waitsForServer: Bool
    private let primes: Bool
    private let retries: RetryPolicy
    private let deadlines: Deadlines
    private let client: HTTPClient

    /// - Parameters:
    ///   - endpoint: The server's address, with or without `/v1`.
    ///   - model: As the server calls it; nil where it has one only.
    ///   - apiKey: Sent as a bearer token, and never shown.
    ///   - extra: Further fields of the request, such as `cache_prompt` for llama-server.
    ///   - waitsForServer: Whether the server was just started: for a minute, that nobody listens
    ///     or that it answers 503 means only that it isn't ready yet.
    ///   - primes: Whether `prepare` has the server evaluate the system text, for one that keeps it.
    package init(
        endpoint: String, model: String?, apiKey: String? = nil, waitsForServer: Bool = false,
        primes: Bool = false, extra: [String: JSONValue] = [:], retries: RetryPolicy = .init(),
        deadlines: Deadlines = .init(firstByte: .seconds(120), silence: .seconds(60)),
        client: HTTPClient = HTTPClient()
    ) throws {
        self.endpoint = try Endpoint(endpoint)
        self.model = model
        self.apiKey = apiKey.flatMap { $0.isEmpty ? nil : $0 }
        self.extra = extra
        self.waitsForServer = waitsForServer
        self.primes = primes
        self.retries = retries
        self.deadlines = deadlines
        self.client = client
    }

    package func check(_ kind: Attachment.Kind) throws { try Self.check(kind) }

    /// Whether the model behind the server sees, only the server knows.
    static func check(_ kind: Attachment.Kind) throws {
        guard kind == .document else { return }
        throw AttachmentError.notTaken(kind, by: "a server with OpenAI's protocol")
    }

    package func prepare(system: String?) async throws {
        guard primes, let system else {
            return try await once {
                try await client.preconnect(to: endpoint.base + "/models", headers: headers)
                return nil
            }
        }
        // What the user says doesn't matter: the system text comes first in every prompt.
        let request = ReplyRequest(
            system: system, messages: [Message(.user, "Hello")], options: .init(maxTokens: 1))
        try await complete(request) { _ in }
    }

    package func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        try await complete(request) { try await output.send($0) }
    }

    /// Asks until the server isn't busy, and delivers the reply.
    private func complete(
        _ request: ReplyRequest, _ deliver: (ReplyEvent) async throws -> Void
    ) async throws {
        let asked = ChatRequest(model: model, request, extra: extra)
        try asked.check()
        let body = try asked.body
        let post = HTTPRequest(
            "POST", endpoint.base + "/chat/completions",
            headers: headers + [HTTPField("Content-Type", "application/json")],
            body: .bytes(body), deadlines: deadlines)
        var attempt = 0
        do {
            try await once {
                attempt += 1
                return try await attemptOnce(post, attempt, deliver)
            }
        } catch let error as OpenAIError {
            throw apiKey.map { error.hiding($0) } ?? error
        }
    }

    /// Does something until it wants no further attempt, and, where the server was just started,
    /// until that is there.
    private func once(_ attempt: () async throws -> Duration?) async throws {
        let giveUp = ContinuousClock.now + Self.startLimit
        while true {
            do {
                guard let wait = try await attempt() else { return }
                try await Task.sleep(for: wait)
            } catch let error where waitsForServer && Self.meansNotReady(error) {
                guard .now < giveUp else { throw error }
                try await Task.sleep(for: Self.startPause)
            }
        }
    }

    private static func meansNotReady(_ error: any Error) -> Bool {
        switch error {
        case TransferError.cannotConnect, OpenAIError.busy(_, status: 503, _): true
        default: false
        }
    }

    /// - Returns: nil when the reply was delivered, else how long to wait before the next attempt.
    private func attemptOnce(
        _ post: HTTPRequest, _ attempt: Int, _ deliver: (ReplyEvent) async throws -> Void
    ) async throws -> Duration? {
        try await client.exchange(post) { response in
            guard response.status != 200 else {
                try await stream(response.body, deliver)
                return nil
            }
            let message = await message(of: response.body)
            let (host, status) = (endpoint.host, response.status)
            guard status == 429 || status == 503 else {
                throw OpenAIError.refused(host: host, status: status, message: message)
            }
            let retryAfter = response.headers.first("Retry-After")
            guard !(waitsForServer && status == 503),
                let wait = retries.wait(before: attempt + 1, retryAfter: retryAfter)
            else {
                throw OpenAIError.busy(host: host, status: status, message: message)
            }
            return wait
        }
    }

    private func stream(
        _ body: BodyStream, _ deliver: (ReplyEvent) async throws -> Void
    ) async throws {
        var chat = ChatStream(host: endpoint.host)
        do {
            while !chat.isDone, let bytes = try await body.receive() {
                let (texts, error) = chat.take(bytes)
                for text in texts { try await deliver(.text(text)) }
                if let error { throw error }
            }
        } catch let error as TransferError {
            // Every word is here: a server that forgets to say goodbye does no harm.
            guard chat.hasFinished else { throw error }
        }
        try await deliver(chat.finish())
    }

    /// The server's own words about an error: `{"error": {"message": …}}`, or the body itself.
    private func message(of body: BodyStream) async -> String {
        struct Wrapped: Decodable { var error: ServiceMessage }
        guard let bytes = try? await body.collect(atMost: Self.errorLimitBytes) else { return "" }
        let wrapped = try? JSONDecoder().decode(Wrapped.self, from: Data(bytes))
        return wrapped?.error.message ?? String(decoding: bytes, as: UTF8.self)
    }

    private var headers: [HTTPField] {
        apiKey.map { [HTTPField("Authorization", "Bearer \($0)")] } ?? []
    }
}
