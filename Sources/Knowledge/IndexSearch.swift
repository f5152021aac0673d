// SPDX-License-Identifier: MIT-0

import Database
package import Dialogue

/// How passages are found.
extension KnowledgeIndex {
    /// How many of the best of each ranking are joined.
    static let pool = 50
    /// Terms that are asked for, at most: the rarest.
    private static let mostTerms = 24
    /// A word in more than one passage of so many tells little, and costs much: it is not asked for
    /// if there are others.
    private static let common = 8

    /// The best passages for a question by their words, and by their vectors if the question's is
    /// given: then the score is that of the joined ranking, else BM25's.
    package func passages(
        for question: String, near vector: [Float]? = nil, limit: Int
    ) throws -> [Passage] {
        let words = try ranked(by: question, limit: vector == nil ? limit : Self.pool)
        guard let vector else { return try read(words) }
        let near = try ranked(by: vector, limit: Self.pool)
        return try read(Array(fused([words.map(\.id), near.map(\.id)]).prefix(limit)))
    }

    /// By BM25, whose sign is turned so that more is better.
    func ranked(by question: String, limit: Int) throws -> [(id: Int, score: Double)] {
        let terms = try telling(SearchWords.terms(of: question))
        guard !terms.isEmpty else { return [] }
        let match = terms.map(SearchWords.quoted).joined(separator: " OR ")
        return try database.rows(
            "SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", match, limit
        ) { ($0.int(0), -$0.double(1)) }
    }

    /// Those of a question's terms that tell passages apart.
    private func telling(_ terms: [String]) throws -> [String] {
        guard let last = try database.first("SELECT max(id) FROM passage", read: { $0.int(0) })
        else { return [] }
        let most = max(20, last / Self.common)
        let counted = try terms.map { term in
            (term: term, count: try count(term, atMost: most + 1))
        }.filter { $0.count > 0 }
        let rare = counted.filter { $0.count <= most }
        let chosen = rare.isEmpty ? counted : rare
        return chosen.sorted { $0.count < $1.count }.prefix(Self.mostTerms).map(\.term)
    }

    /// How many passages have a term; counting ends at `limit`.
    private func count(_ term: String, atMost limit: Int) throws -> Int {
        try database.first(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
            SearchWords.quoted(term), limit
        ) { $0.int(0) } ?? 0
    }

    private func read(_ ranked: [(id: Int, score: Double)]) throws -> [Passage] {
        try ranked.compactMap { id, score in
            try database.first(
                """
                SELECT passage.text, document.name, passage.heading
                FROM passage JOIN document ON document.id = passage.document
                WHERE passage.id = ?
                """, id
            ) { row in
                Passage(
                    text: row.text(0), source: row.text(1), heading: row.text(2), score: score)
            }
        }
    }
}
