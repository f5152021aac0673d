// SPDX-License-Identifier: MIT-0

import Channels
package import Dialogue
import Synchronization

/// An index as a source of passages, for tasks.
package final class IndexSource: PassageSource {
    private let index: Mutex<KnowledgeIndex>
    private let embedder: (any TextEmbedder)?
    private let warn: @Sendable (any Error) -> Void
    private let hasFailed = Mutex(false)

    /// - Parameters:
    ///   - embedder: of the model of the index's vectors; without it words alone count.
    ///   - warn: is told once that the embedder failed; then words alone count.
    package init(
        _ index: sending KnowledgeIndex, embedder: (any TextEmbedder)?,
        warn: @escaping @Sendable (any Error) -> Void
    ) {
        self.index = Mutex(index)
        self.embedder = embedder
        self.warn = warn
    }

    package func passages(for query: String, limit: Int) async throws -> [Passage] {
        let vector = try await vector(of: query)
        // SQLite blocks: a thread of its own.
        return try await withCheckedThrowingContinuation { continuation in
            _ = Thread { [self] in
                continuation.resume(
                    with: Result {
                        try index.withLock {
                            try $0.passages(for: query, near: vector, limit: limit)
                        }
                    })
            }
        }
    }

    private func vector(of query: String) async throws -> [Float]? {
        guard let embedder, !hasFailed.withLock({ $0 }),
            query.contains(where: { !$0.isWhitespace })
        else { return nil }
        do {
            return try await embedder.vectors(of: [query], for: .query).first
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let isFirst = hasFailed.withLock { hasFailed in
                defer { hasFailed = true }
                return !hasFailed
            }
            if isFirst { warn(error) }
            return nil
        }
    }
}
