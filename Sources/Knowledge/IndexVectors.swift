// SPDX-License-Identifier: MIT-0

import Database

/// The vectors of an index: one model's, kept as 32-bit floats.
extension KnowledgeIndex {
    /// Of which model the vectors are, and how long; nil where there are none.
    package func embedding() throws -> (model: String, dimension: Int)? {
        try database.first("SELECT model, dimension FROM embedding") { ($0.text(0), $0.int(1)) }
    }

    /// How many passages have no vector.
    package func countWithoutVector() throws -> Int {
        try database.first(
            "SELECT count(*) FROM passage WHERE id NOT IN (SELECT passage FROM vector)"
        ) { $0.int(0) } ?? 0
    }

    /// The next passages that have no vector, those with a number above `id`: number and text.
    package func passages(withoutVectorAbove id: Int, limit: Int) throws -> [(
        id: Int, text: String
    )] {
        try database.rows(
            """
            SELECT id, heading, text FROM passage
            WHERE id > ? AND id NOT IN (SELECT passage FROM vector) ORDER BY id LIMIT ?
            """, id, limit
        ) { ($0.int(0), $0.text(1) + "\n" + $0.text(2)) }
    }

    /// Vectors of another model go: they can't be compared.
    package func keepVectors(of model: String) throws {
        try database.transaction {
            if let old = try embedding(), old.model != model { try forgetVectors() }
        }
    }

    /// Adds vectors of the model whose vectors are kept.
    package func add(_ vectors: [(id: Int, vector: [Float])], of model: String) throws {
        guard let dimension = vectors.first?.vector.count else { return }
        try database.transaction {
            let old = try embedding()
            if old?.model != model || old?.dimension != dimension {
                try forgetVectors()
                try database.run(
                    "INSERT INTO embedding (model, dimension) VALUES (?, ?)", model, dimension)
            }
            for (id, vector) in vectors where vector.count == dimension {
                let bytes = vector.withUnsafeBytes { Array($0) }
                // The passage may be gone by now.
                try database.run(
                    """
                    INSERT OR REPLACE INTO vector (passage, value)
                    SELECT id, ? FROM passage WHERE id = ?
                    """, bytes, id)
            }
        }
    }

    private func forgetVectors() throws {
        try database.run("DELETE FROM vector")
        try database.run("DELETE FROM embedding")
    }

    /// By the cosine of the angle to `vector`. All of them are looked at.
    func ranked(by vector: [Float], limit: Int) throws -> [(id: Int, score: Double)] {
        var best: [(id: Int, score: Double)] = []
        try database.forEach("SELECT passage, value FROM vector") { row in
            let score = row.withBytes(1) { Double(product(vector, $0)) }
            guard best.count < limit || score > (best.last?.score ?? 0) else { return }
            let place = best.firstIndex { $0.score < score } ?? best.count
            best.insert((row.int(0), score), at: place)
            if best.count > limit { best.removeLast() }
        }
        return best
    }
}

/// The sum of the products of floats; both have length 1, so that it is the cosine. Eight sums at a
/// time, so that the compiler may use wide registers.
private func product(_ vector: [Float], _ bytes: UnsafeRawBufferPointer) -> Float {
    guard bytes.count == vector.count * MemoryLayout<Float>.size else { return -1 }
    return vector.withUnsafeBytes { ours in
        var sums = SIMD8<Float>.zero
        var index = 0
        while index + 8 <= vector.count {
            let one = ours.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
            let other = bytes.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self)
            sums += one * other
            index += 8
        }
        var sum = sums.sum()
        for rest in index..<vector.count {
            sum += vector[rest] * bytes.loadUnaligned(fromByteOffset: rest * 4, as: Float.self)
        }
        return sum
    }
}
