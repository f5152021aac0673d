// SPDX-License-Identifier: MIT-0

/// A piece of a document that may help to answer a turn.
package struct Passage: Sendable, Equatable {
    package var text: String
    /// Where it stands, for people: a file's name below the folder that was indexed, a URL.
    package var source: String
    /// The headings above it, the document's title first, ` > ` between; may be empty.
    package var heading: String
    /// How well it fits: more is better. Comparable only among the passages of one answer.
    package var score: Double

    package init(text: String, source: String, heading: String = "", score: Double) {
        self.text = text
        self.source = source
        self.heading = heading
        self.score = score
    }

    /// As people are told: `guide.md, Install > Linux`.
    package var place: String { heading.isEmpty ? source : "\(source), \(heading)" }
}

/// Where passages are found: an index, a service.
package protocol PassageSource: Sendable {
    /// Opens connections and the like, so that the first question doesn't wait.
    func prepare() async throws

    /// The passages that fit best, best first, `limit` at most; none if nothing fits.
    func passages(for query: String, limit: Int) async throws -> [Passage]
}

extension PassageSource {
    package func prepare() async throws {}
}

/// Text to vectors of numbers, near each other where texts mean nearly the same.
package protocol TextEmbedder: Sendable {
    /// The model's name: only vectors of one model can be compared.
    var model: String { get }

    /// A vector for each text, all of one length, each of Euclidean length 1.
    func vectors(of texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]]
}

/// What a text is embedded for; some models tell the two apart.
package enum EmbeddingPurpose: Sendable { case document, query }
