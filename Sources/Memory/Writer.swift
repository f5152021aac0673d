// SPDX-License-Identifier: MIT-0

import Database
import Dialogue
import Glibc

/// Writes one conversation into the store: knows which of the store's exchanges is which of ours.
struct Writer {
    let name: String
    let past: MemoryStore.Past
    private let store: MemoryStore
    private var summary: String?
    /// By our numbers.
    private var ids: [Int: Int] = [:]
    /// The first of them that the summary does not take in.
    private var end = 0

    /// `file`: in the place of the user's store.
    init(_ name: Memory.Name, _ file: String?) throws {
        let open = { (creating: Bool) in
            try file.map { try MemoryStore($0, creating: creating) }
                ?? MemoryStore(creating: creating)
        }
        switch name {
        case .named(let name):
            store = try open(true)
            self.name = name
        case .last:
            do {
                store = try open(false)
            } catch DatabaseError.missing {
                throw MemoryError.nothing
            }
            guard let last = try store.last() else { throw MemoryError.nothing }
            self.name = last
        }
        past = try store.past(of: self.name)
        summary = past.summary
        for (number, exchange) in past.exchanges.enumerated() { ids[number] = exchange.id }
    }

    mutating func keep(_ exchange: Exchange) throws {
        if let id = ids[exchange.number] {
            try store.change(id, turn: exchange.turn, reply: exchange.reply)
        } else {
            ids[exchange.number] = try store.add(
                turn: exchange.turn, reply: exchange.reply, to: name, now: Self.now())
        }
    }

    mutating func keep(_ summary: String, before end: Int) throws {
        let taken = ids.filter { (self.end..<end).contains($0.key) }
        try store.set(
            summary: summary, of: name, was: self.summary, exchanges: taken.values.sorted())
        self.summary = summary
        self.end = end
    }

    /// Seconds since 1970.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
