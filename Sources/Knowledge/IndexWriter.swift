// SPDX-License-Identifier: MIT-0

import Database

/// How documents get into an index, and out of it.
extension KnowledgeIndex {
    /// What is known of a document.
    package struct Known: Sendable, Equatable {
        package var bytes: Int
        /// Nanoseconds since 1970.
        package var modified: Int
        package var fingerprint: UInt64
    }

    /// A document that was read, and is to be indexed.
    package struct Entry: Sendable {
        package var file: FoundFile
        package var fingerprint: UInt64
        /// nil: its content is as it was, only the file is newer.
        package var chunks: [Chunker.Chunk]?

        /// For how much may be held back.
        var weight: Int { chunks?.reduce(64) { $0 + $1.text.utf8.count + 64 } ?? 64 }
    }

    /// The number of a folder or file that is indexed.
    package func root(_ path: String) throws -> Int {
        let find = "SELECT id FROM root WHERE path = ?"
        if let known = try database.first(find, path, read: { $0.int(0) }) { return known }
        try database.run("INSERT OR IGNORE INTO root (path) VALUES (?)", path)
        return try database.first(find, path) { $0.int(0) } ?? 0
    }

    /// What is known of a root's documents, by their names.
    package func documents(of root: Int) throws -> [String: Known] {
        var known: [String: Known] = [:]
        let all = "SELECT name, bytes, modified, fingerprint FROM document WHERE root = ?"
        try database.forEach(all, root) { row in
            known[row.text(0)] = Known(
                bytes: row.int(1), modified: row.int(2),
                fingerprint: UInt64(bitPattern: Int64(row.int(3))))
        }
        return known
    }

    /// Indexes documents: all of them, or none.
    ///
    /// Another process may have been at the same meanwhile: what stands in the index now counts, not
    /// what stood there when this run began.
    package func add(_ entries: [Entry], to root: Int) throws {
        try database.transaction {
            for entry in entries { try add(entry, to: root) }
        }
    }

    /// Takes documents out: all of them, or none.
    package func remove(_ names: [String], from root: Int) throws {
        try database.transaction {
            for name in names {
                guard let id = try document(name, of: root)?.id else { continue }
                try removePassages(of: id)
                try database.run("DELETE FROM document WHERE id = ?", id)
            }
        }
    }

    private func add(_ entry: Entry, to root: Int) throws {
        let (file, print) = (entry.file, Int64(bitPattern: entry.fingerprint))
        let old = try document(file.name, of: root)
        if let old {
            try database.run(
                "UPDATE document SET bytes = ?, modified = ?, fingerprint = ? WHERE id = ?",
                file.bytes, file.modified, print, old.id)
            guard old.fingerprint != entry.fingerprint else { return }
        }
        guard let chunks = entry.chunks else { return }
        if let old { try removePassages(of: old.id) }
        if old == nil {
            try database.run(
                """
                INSERT INTO document (root, name, bytes, modified, fingerprint)
                VALUES (?, ?, ?, ?, ?)
                """, root, file.name, file.bytes, file.modified, print)
        }
        let document = old?.id ?? Int(database.lastID)
        for chunk in chunks {
            try database.run(
                "INSERT INTO passage (document, heading, text) VALUES (?, ?, ?)", document,
                chunk.heading, chunk.text)
            try database.run(
                "INSERT INTO words (rowid, heading, text) VALUES (?, ?, ?)", database.lastID,
                SearchWords.indexed(chunk.heading), SearchWords.indexed(chunk.text))
        }
    }

    private func document(
        _ name: String, of root: Int
    ) throws -> (id: Int, fingerprint: UInt64)? {
        try database.first(
            "SELECT id, fingerprint FROM document WHERE root = ? AND name = ?", root, name
        ) { ($0.int(0), UInt64(bitPattern: Int64($0.int(1)))) }
    }

    /// FTS5 forgets words only if it is told them again.
    private func removePassages(of document: Int) throws {
        let passages = try database.rows(
            "SELECT id, heading, text FROM passage WHERE document = ?", document
        ) { ($0.int(0), $0.text(1), $0.text(2)) }
        for (id, heading, text) in passages {
            try database.run(
                "INSERT INTO words (words, rowid, heading, text) VALUES ('delete', ?, ?, ?)", id,
                SearchWords.indexed(heading), SearchWords.indexed(text))
            try database.run("DELETE FROM vector WHERE passage = ?", id)
        }
        try database.run("DELETE FROM passage WHERE document = ?", document)
    }
}
