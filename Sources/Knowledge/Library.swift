// SPDX-License-Identifier: MIT-0

package import Dialogue

/// All sources of a run, asked at once; remembers the last answers, so that what was looked up while
/// the user spoke needn't be looked up again.
package actor Library {
    private enum Entry {
        /// Being looked up; those who wait for it.
        case underway([CheckedContinuation<Void, Never>])
        case found([Passage])
    }

    /// How many questions are remembered.
    private static let capacity = 16

    private let sources: [any PassageSource]
    private let limit: Int
    private var entries: [String: Entry] = [:]
    /// Those that were found, the oldest first.
    private var order: [String] = []

    /// - Parameter limit: how many passages an answer has.
    package init(_ sources: [any PassageSource], limit: Int) {
        self.sources = sources
        self.limit = limit
    }

    package nonisolated func prepare() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for source in sources { group.addTask { try await source.prepare() } }
            for try await _ in group {}
        }
    }

    /// The best passages of all sources, best first. Two who ask the same at the same time share one
    /// look-up.
    package func passages(for query: String) async throws -> [Passage] {
        let key = SearchWords.terms(of: query).joined(separator: "\n")
        guard !key.isEmpty else { return [] }
        while true {
            switch entries[key] {
            case .found(let passages): return passages
            case .underway(let others):
                await withCheckedContinuation { entries[key] = .underway(others + [$0]) }
                try Task.checkCancellation()
            case nil:
                entries[key] = .underway([])
                do {
                    let passages = try await lookUp(query)
                    finish(key, passages)
                    return passages
                } catch {
                    // Who waits tries for himself.
                    finish(key, nil)
                    throw error
                }
            }
        }
    }

    private func finish(_ key: String, _ passages: [Passage]?) {
        let waiting: [CheckedContinuation<Void, Never>] =
            if case .underway(let others)? = entries[key] { others } else { [] }
        entries[key] = passages.map { .found($0) }
        if passages != nil { order.append(key) }
        if order.count > Self.capacity { entries[order.removeFirst()] = nil }
        for other in waiting { other.resume() }
    }

    private nonisolated func lookUp(_ query: String) async throws -> [Passage] {
        let limit = limit
        let found = try await withThrowingTaskGroup(of: (Int, [Passage]).self) { group in
            for (number, source) in sources.enumerated() {
                group.addTask {
                    (number, try await source.passages(for: query, limit: limit))
                }
            }
            var found = [[Passage]](repeating: [], count: sources.count)
            for try await (number, passages) in group { found[number] = passages }
            return found
        }
        guard found.count > 1 else { return found.first ?? [] }
        // Scores of different sources can't be compared, ranks can.
        let places = found.enumerated().map { source, passages in
            passages.indices.map { [source, $0] }
        }
        return fused(places).prefix(limit).map { place, score in
            var passage = found[place[0]][place[1]]
            passage.score = score
            return passage
        }
    }
}
