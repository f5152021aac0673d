// SPDX-License-Identifier: MIT-0

/// Joins rankings whose scores can't be compared, by reciprocal ranks: an item scores 1/(60 + rank) in
/// each ranking that has it (Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet
/// and individual Rank Learning Methods", SIGIR 2009).
package func fused<ID: Hashable>(_ rankings: [[ID]]) -> [(id: ID, score: Double)] {
    var scores: [ID: Double] = [:]
    var order: [ID] = []
    for ranking in rankings {
        for (rank, id) in zip(1..., ranking) {
            if scores[id] == nil { order.append(id) }
            scores[id, default: 0] += 1 / Double(60 + rank)
        }
    }
    let places = Dictionary(uniqueKeysWithValues: zip(order, 0...))
    // Of equal ones the first seen goes first: the same rankings give the same order.
    return order.sorted { one, other in
        (scores[one] ?? 0, places[other] ?? 0) > (scores[other] ?? 0, places[one] ?? 0)
    }.map { ($0, scores[$0] ?? 0) }
}
