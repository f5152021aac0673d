// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue

/// A language model that is given, with each turn, the passages that may help to answer it.
///
/// They stand in the request only: the conversation remembers the turn alone, so that passages don't
/// pile up in it, and each turn brings its own.
package struct InformedLanguageModel: LanguageModel {
    private let model: any LanguageModel
    private let library: Library
    private let cites: Bool

    /// - Parameter cites: whether `.cited` goes before each reply that passages were found for.
    package init(_ model: any LanguageModel, _ library: Library, cites: Bool) {
        self.model = model
        self.library = library
        self.cites = cites
    }

    package var readsHistory: Bool { model.readsHistory }

    package func prepare(system: String?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await model.prepare(system: system) }
            group.addTask { try await library.prepare() }
            for try await _ in group {}
        }
    }

    package func check(_ kind: Attachment.Kind) throws { try model.check(kind) }

    package var anticipates: Bool { true }

    /// Looks up what the turn will need.
    package func anticipate(_ request: ReplyRequest) async {
        // What goes wrong now goes wrong again when it counts, and is said then.
        _ = try? await library.passages(for: Self.question(of: request))
        await model.anticipate(request)
    }

    /// No turn, so that nothing is looked up.
    package func wholeReply(to request: ReplyRequest) async throws -> String {
        try await model.wholeReply(to: request)
    }

    package func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        guard request.messages.last?.role == .user else {
            return try await model.reply(to: request, into: output)
        }
        let passages = try await library.passages(for: Self.question(of: request))
        if cites, !passages.isEmpty { try await output.send(.cited(passages)) }
        try await model.reply(to: Self.informed(request, passages), into: output)
    }

    /// The request as the model gets it.
    package static func informed(
        _ request: ReplyRequest, by library: Library
    ) async throws -> ReplyRequest {
        informed(request, try await library.passages(for: question(of: request)))
    }

    /// What is looked up: the last turn, and the one before where the last is too short to stand
    /// alone (`and his brother?`).
    static func question(of request: ReplyRequest) -> String {
        let turns = request.messages.filter { $0.role == .user }.map(\.text)
        guard let last = turns.last else { return "" }
        guard turns.count > 1, SearchWords.terms(of: last).count < 6 else { return last }
        return last + "\n" + turns[turns.count - 2]
    }

    static func informed(_ request: ReplyRequest, _ passages: [Passage]) -> ReplyRequest {
        var informed = request
        guard let last = informed.messages.indices.last else { return request }
        informed.messages[last].text =
            PassagePrompt.text(passages) + "\n\n" + request.messages[last].text
        return informed
    }
}
