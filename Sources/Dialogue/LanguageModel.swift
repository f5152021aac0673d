// SPDX-License-Identifier: MIT-0

package import Channels

/// What is asked of a language model: the conversation so far, the user's turn last.
package struct ReplyRequest: Sendable, Equatable {
    /// Instructions that stand above the conversation.
    package var system: String?
    /// Oldest first; user and assistant take turns; the last is the user's.
    package var messages: [Message]
    package var options: GenerationOptions

    package init(
        system: String? = nil, messages: [Message], options: GenerationOptions = .init()
    ) {
        self.system = system
        self.messages = messages
        self.options = options
    }

    /// What is shown in it beside words.
    package var shownKinds: Set<Attachment.Kind> {
        Set(messages.flatMap(\.attachments).map(\.kind))
    }
}

/// How the model is to generate; nil leaves a setting to the model.
package struct GenerationOptions: Sendable, Equatable {
    /// The longest reply, in tokens of the model.
    package var maxTokens: Int?
    package var temperature: Double?
    package var topP: Double?
    /// The reply ends before any of these.
    package var stopSequences: [String]

    package init(
        maxTokens: Int? = nil, temperature: Double? = nil, topP: Double? = nil,
        stopSequences: [String] = []
    ) {
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.topP = topP
        self.stopSequences = stopSequences
    }
}

/// A reply as it is generated.
package enum ReplyEvent: Sendable, Equatable {
    /// What the model was given to answer from; at most once, before any text.
    case cited([Passage])
    /// The next piece of text: any length, any split.
    case text(String)
    /// The last event of a reply that was not cut off by an error.
    case finished(StopReason, Usage?)
}

/// Why a reply ended.
package enum StopReason: Sendable, Equatable {
    case complete, maxTokens, stopSequence
    /// The service withheld the rest.
    case filtered
    case other(String)

    /// As events say it.
    package var name: String {
        switch self {
        case .complete: "complete"
        case .maxTokens: "max_tokens"
        case .stopSequence: "stop_sequence"
        case .filtered: "filtered"
        case .other(let name): name
        }
    }
}

/// What a reply cost, in tokens of the model.
package struct Usage: Sendable, Equatable {
    /// Of the request; without those of the cache, where these are told.
    package var inputTokens: Int
    package var outputTokens: Int
    /// Of the request's beginning that the service still had; nil where it doesn't say.
    package var cacheReadTokens: Int?
    /// Of the request's beginning that it keeps for the next one.
    package var cacheWriteTokens: Int?

    package init(
        inputTokens: Int, outputTokens: Int, cacheReadTokens: Int? = nil,
        cacheWriteTokens: Int? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cacheReadTokens = cacheReadTokens
        self.cacheWriteTokens = cacheWriteTokens
    }

    /// All tokens of the request.
    package var requestTokens: Int {
        inputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0)
    }
}

/// Text to text.
package protocol LanguageModel: Sendable {
    /// Starts servers and opens connections; `system` may be primed, so that its cost is paid
    /// before the first turn.
    func prepare(system: String?) async throws

    /// Throws where it is known that the model can't be shown such a thing. Asks nobody.
    func check(_ kind: Attachment.Kind) throws

    /// Whether it is told all of a request; else the last turn only, and what it remembers of
    /// those before is its own affair.
    var readsHistory: Bool { get }

    /// Whether `anticipate` does anything: else nobody need make up a request for it.
    var anticipates: Bool { get }

    /// A request like this one is likely to come: what can be looked up for it may be. Nobody waits
    /// for it, and it must cost nothing that a user would mind.
    func anticipate(_ request: ReplyRequest) async

    /// A reply that nobody waits for, to a request that is no turn of the user's, as a whole.
    func wholeReply(to request: ReplyRequest) async throws -> String

    /// Generates one reply, sending it piece by piece.
    ///
    /// Returns after `.finished`. Cancelling the task stops the generation at the service too.
    /// `output` is not finished here; a slow consumer slows the generation.
    func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws
}

extension LanguageModel {
    package func prepare(system: String?) async throws {}
    package var anticipates: Bool { false }
    package func anticipate(_ request: ReplyRequest) async {}
    package var readsHistory: Bool { true }

    /// A reply that nobody waits for, as a whole.
    package func wholeReply(to request: ReplyRequest) async throws -> String {
        try await withChannel(of: ReplyEvent.self) { output in
            try await reply(to: request, into: output)
        } consume: { events in
            var text = ""
            for try await case .text(let piece) in events { text += piece }
            return text
        }
    }

    /// Most that isn't a service reads words only.
    package func check(_ kind: Attachment.Kind) throws {
        throw AttachmentError.notTaken(kind, by: "this language model")
    }
}
