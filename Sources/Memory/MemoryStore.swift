// SPDX-License-Identifier: MIT-0

import Database
import Dialogue
import Filter
import Settings

/// All conversations that are remembered: one SQLite file, in `$XDG_STATE_HOME/vc`.
///
/// Not for two threads at once. Several processes may use the file at the same time, and may be killed
/// at any moment: an exchange is one transaction. Nothing of a conversation is taken out of it but
/// by `forget`; the summary only says what needn't be sent any more.
package final class MemoryStore {
    static let schema = Schema(
        kind: "vcme", version: 1,
        [
            """
            CREATE TABLE conversation (
                id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
                used REAL NOT NULL, summary TEXT)
            """,
            """
            CREATE TABLE exchange (
                id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL,
                turn TEXT NOT NULL, reply TEXT NOT NULL, said REAL NOT NULL,
                summarised INTEGER NOT NULL DEFAULT 0)
            """,
            "CREATE INDEX of_conversation ON exchange (conversation, summarised, id)",
        ])
    /// More of a conversation than this, in exchanges, is never looked at when it is taken up.
    private static let longest = 500

    private let database: Database
    var path: String { database.path }

    /// Opens the user's store. Throws `DatabaseError.missing` where there is none and none is to be
    /// made.
    package convenience init(creating: Bool) throws {
        guard let base = ConfigFile.folder("XDG_STATE_HOME", below: ".local/state") else {
            throw MemoryError.noHome
        }
        let folder = base + "/vc"
        if creating { try UserFolder.make(folder) }
        try self.init(folder + "/memory.db", creating: creating)
    }

    /// Opens a file, in a folder that is there.
    package init(_ path: String, creating: Bool = true) throws {
        database = try Database(path, Self.schema, creating ? .creating : .writing)
        // What is forgotten is not to be found in the file.
        try database.run("PRAGMA secure_delete = ON")
    }

    // MARK: A conversation

    /// What is remembered of a conversation, beside its name.
    struct Past: Sendable {
        var summary: String?
        /// Those that the summary does not take in, oldest first, with the numbers they have here.
        var exchanges: [(id: Int, turn: String, reply: String)] = []
    }

    /// What is remembered of `name`; nothing of one that is new.
    func past(of name: String) throws -> Past {
        guard let id = try id(of: name) else { return Past() }
        var past = Past()
        past.summary = try summary(of: id)
        past.exchanges = try database.rows(
            """
            SELECT id, turn, reply FROM exchange WHERE conversation = ? AND summarised = 0
            ORDER BY id DESC LIMIT ?
            """, id, Self.longest
        ) { ($0.int(0), $0.text(1), $0.text(2)) }.reversed()
        return past
    }

    /// Adds an exchange, and its conversation if it is new.
    /// - Returns: the number of the exchange.
    func add(turn: String, reply: String, to name: String, now: Double) throws -> Int {
        try database.transaction {
            try database.run(
                """
                INSERT INTO conversation (name, used) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET used = excluded.used
                """, name, now)
            try database.run(
                "INSERT INTO exchange (conversation, turn, reply, said) VALUES (?, ?, ?, ?)",
                try id(of: name) ?? 0, turn, reply, now)
            return Int(database.lastID)
        }
    }

    /// An exchange was another.
    func change(_ exchange: Int, turn: String, reply: String) throws {
        try database.run(
            "UPDATE exchange SET turn = ?, reply = ? WHERE id = ?", turn, reply, exchange)
    }

    /// Replaces a summary by one that takes in more exchanges.
    ///
    /// Does nothing where the summary is not `old` any more: another process has made one of what it
    /// knows, and these exchanges stay for the next.
    func set(summary: String, of name: String, was old: String?, exchanges: [Int]) throws {
        try database.transaction {
            guard let id = try id(of: name), try self.summary(of: id) == old else { return }
            try database.run("UPDATE conversation SET summary = ? WHERE id = ?", summary, id)
            for exchange in exchanges {
                try database.run("UPDATE exchange SET summarised = 1 WHERE id = ?", exchange)
            }
        }
    }

    // MARK: All of them

    /// A conversation, as lists show it.
    package struct Entry: Sendable, Equatable {
        package let name: String
        /// Exchanges.
        package let turns: Int
        /// Seconds since 1970.
        package let used: Double
    }

    /// The last used first.
    package func entries() throws -> [Entry] {
        try database.rows(
            """
            SELECT name, used, (SELECT count(*) FROM exchange WHERE conversation = c.id)
            FROM conversation AS c ORDER BY used DESC, id DESC
            """
        ) { Entry(name: $0.text(0), turns: $0.int(2), used: $0.double(1)) }
    }

    /// The one that was used last.
    func last() throws -> String? {
        try database.first(
            "SELECT name FROM conversation ORDER BY used DESC, id DESC LIMIT 1"
        ) { $0.text(0) }
    }

    /// Removes a conversation, also from the disk. Throws `MemoryError.unknown`.
    package func forget(_ name: String) throws {
        try database.transaction {
            guard let id = try id(of: name) else { throw MemoryError.unknown(name) }
            try database.run("DELETE FROM exchange WHERE conversation = ?", id)
            try database.run("DELETE FROM conversation WHERE id = ?", id)
        }
        // Nor in the log. It stays there as long as another process reads it.
        try database.forEach("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
    }

    /// Calls `each` with every exchange, oldest first, and when it was said (seconds since 1970).
    /// - Returns: the summary.
    package func read(
        _ name: String, each: (_ turn: String, _ reply: String, _ said: Double) throws -> Void
    ) throws -> String? {
        guard let id = try id(of: name) else { throw MemoryError.unknown(name) }
        try database.forEach(
            "SELECT turn, reply, said FROM exchange WHERE conversation = ? ORDER BY id", id
        ) { try each($0.text(0), $0.text(1), $0.double(2)) }
        return try summary(of: id)
    }

    // MARK: Within

    private func id(of name: String) throws -> Int? {
        try database.first("SELECT id FROM conversation WHERE name = ?", name) { $0.int(0) }
    }

    private func summary(of conversation: Int) throws -> String? {
        try database.first("SELECT summary FROM conversation WHERE id = ?", conversation) {
            $0.isNull(0) ? nil : $0.text(0)
        } ?? nil
    }
}
