// SPDX-License-Identifier: MIT-0

import Database
package import Dialogue

/// How passages are found.
extension KnowledgeIndex {
    /// How many of the best of each ranking are joined.
    static let pool = 50
    /// Passages that may be looked at for a question: the rarest words are asked for, as long as
    /// those that have them are no more together. So the time is bounded, however large the index.
    /// (In the 12 000 passages of `scripts/bench index`, 4000 find 44.4 % of the answers, 5000 45.7 %,
    /// 8000 46.1 %, all 47.7 % in twice the time of 8000.)
    static let budget = 5000
    /// A word in so few passages is never too common.
    private static let few = 20

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

    /// Those of a question's terms that tell passages apart, the rarest first. What stands in more
    /// than half of them says nothing, unless nothing else of the question is known: then it may be
    /// what all of them are about, if it is longer than the words that stand everywhere (`the`, `of`).
    func telling(_ terms: [String], budget: Int = budget) throws -> [String] {
        guard let last = try database.first("SELECT max(id) FROM passage", read: { $0.int(0) })
        else { return [] }
        let counted = try terms.map { term in
            (term: term, count: try count(term, atMost: budget + 1))
        }
        let known = counted.filter { $0.count > 0 }
        let rare = known.filter { $0.count <= max(Self.few, last / 2) }
        var (chosen, left): ([String], Int) = ([], budget)
        let asksCommonOnly = known.count == counted.count
        let topics = asksCommonOnly ? known : known.filter { $0.term.utf8.count > 3 }
        for (term, count) in (rare.isEmpty ? topics : rare).sorted(by: { $0.count < $1.count }) {
            guard chosen.isEmpty || count <= left else { break }
            chosen.append(term)
            left -= count
        }
        return chosen
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
