// SPDX-License-Identifier: MIT-0

package import Dialogue
import Filter
package import Knowledge
import Settings

/// From options to what is known: indexes, knowledge bases, and models that make vectors.
extension Stages {
    /// How many passages a turn is given.
    private static let passages = 4

    /// A model that is given passages with each turn, if anything is named to look them up in.
    package func informed(
        _ model: any LanguageModel, of provider: Provider, by options: KnowledgeOptions
    ) throws -> any LanguageModel {
        guard let library = try library(options, provider) else { return model }
        return InformedLanguageModel(model, library, cites: options.cite)
    }

    /// A request as a model with knowledge would get it.
    package func informed(
        _ request: ReplyRequest, by library: Library?
    ) async throws -> ReplyRequest {
        guard let library else { return request }
        return try await InformedLanguageModel.informed(request, by: library)
    }

    /// What `--knowledge` names; nil where it names nothing. Offline nothing of it asks anybody but
    /// a knowledge base that was named.
    package func library(_ options: KnowledgeOptions, _ provider: Provider) throws -> Library? {
        guard !options.places.isEmpty else { return nil }
        let isOffline = try isOffline(provider)
        return Library(
            try options.places.map { try source($0, asksEmbedder: !isOffline) },
            limit: Self.passages)
    }

    /// `kb:ID`, an index file, or what was indexed.
    /// - Parameter asksEmbedder: else an index's vectors are left alone: to compare them with, Bedrock
    ///   would have to be given the question.
    package func source(
        _ place: String, asksEmbedder: Bool = true
    ) throws -> any PassageSource {
        if place.hasPrefix("kb:") { return try amazon.knowledgeBase(String(place.dropFirst(3))) }
        let index = try KnowledgeIndex(of: place, in: Self.indexFolder)
        let embedding = asksEmbedder ? try index.embedding() : nil
        let embedder = try embedding.map { try self.embedder($0.model) }
        let diagnostics = diagnostics
        return IndexSource(index, embedder: embedder) { error in
            diagnostics.warn("only words are looked up, no vectors: \(error)")
        }
    }

    /// A model that makes vectors. Throws `KnowledgeError.unknownEmbedder`.
    package func embedder(_ model: String) throws -> any TextEmbedder {
        guard let embedder = try amazon.embedder(model) else {
            throw KnowledgeError.unknownEmbedder(model)
        }
        return embedder
    }

    /// Where indexes are kept: `$XDG_DATA_HOME/vc/index`; nil without a home.
    package static var indexFolder: String? {
        ConfigFile.folder("XDG_DATA_HOME", below: ".local/share").map { $0 + "/vc/index" }
    }
}
