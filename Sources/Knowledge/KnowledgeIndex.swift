// SPDX-License-Identifier: MIT-0

import Database
import Dialogue
import Filter
import Glibc

/// An index of documents: one SQLite file, with their passages, the words of these (FTS5), and
/// perhaps their vectors.
///
/// Not for two threads at once. Several processes may use the file.
package final class KnowledgeIndex {
    /// The words are indexed without their text, which stands in `passage` as people are to read it.
    /// `porter` finds `connections` where `connected` is asked for.
    private static let schema = Schema(
        kind: "vcIX", version: 1,
        [
            "CREATE TABLE root (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE)",
            """
            CREATE TABLE document (
                id INTEGER PRIMARY KEY, root INTEGER NOT NULL REFERENCES root, name TEXT NOT NULL,
                bytes INTEGER NOT NULL, modified INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
                UNIQUE (root, name))
            """,
            """
            CREATE TABLE passage (
                id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document,
                heading TEXT NOT NULL, text TEXT NOT NULL)
            """,
            "CREATE INDEX passages ON passage (document)",
            """
            CREATE VIRTUAL TABLE words USING fts5 (
                heading, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2')
            """,
            "CREATE TABLE vector (passage INTEGER PRIMARY KEY, value BLOB NOT NULL)",
            "CREATE TABLE embedding (model TEXT NOT NULL, dimension INTEGER NOT NULL)",
        ])

    package let path: String
    let database: Database

    /// Opens an index; with `creating` it is made where it is missing.
    ///
    /// Throws `KnowledgeError` for a file that is no index of this version, and `DatabaseError`.
    /// - Parameter root: what it is of, for messages.
    package init(_ path: String, creating: Bool, of root: String? = nil) throws {
        self.path = path
        do {
            // What a loss of power takes, the next run finds again.
            database = try Database(
                path, Self.schema, creating ? .creating : .reading, durability: .process)
        } catch DatabaseError.otherVersion(_, let found, let ours) {
            throw KnowledgeError.otherVersion(path, root: root, found: found, ours: ours)
        } catch DatabaseError.otherKind {
            throw KnowledgeError.noIndex(path)
        }
    }

    /// Opens what `--knowledge` and `--query` name: an index file, or what was indexed.
    ///
    /// - Parameter folder: where indexes are kept.
    package convenience init(of place: String, in folder: String?) throws {
        if Self.isDatabase(place) {
            try self.init(place, creating: false)
            return
        }
        guard let path = IndexPlace.realPath(place) else {
            throw FilterError.cannotOpen(place, code: errno)
        }
        guard let folder else { throw KnowledgeError.noHome }
        let file = IndexPlace.file(of: path, in: folder)
        do {
            try self.init(file, creating: false, of: place)
        } catch DatabaseError.missing {
            throw KnowledgeError.notIndexed(place)
        }
    }

    /// The folders and files that were indexed.
    package func roots() throws -> [String] {
        try database.rows("SELECT path FROM root ORDER BY id") { $0.text(0) }
    }

    package func counts() throws -> (documents: Int, passages: Int) {
        try database.first(
            "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM passage)"
        ) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }

    /// Whether a file is SQLite's (its format, section 1.3).
    private static func isDatabase(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let input = try? Input.opening(path), let head = try? input.read(upTo: 16)
        else { return false }
        return head == Array("SQLite format 3\0".utf8)
    }
}
