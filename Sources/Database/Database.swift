// SPDX-License-Identifier: MIT-0

import CSQLite
import Glibc

/// A SQLite file of ours.
///
/// Not for two threads at once: an actor or a lock holds it. Other processes may use the file at the
/// same time: readers see whole transactions, writers wait for each other, 10 s at most.
///
/// All of it throws `DatabaseError`.
package final class Database {
    /// How sure a committed transaction is.
    package enum Durability: Sendable {
        /// It outlives a loss of power.
        case power
        /// It outlives the end of the process; a loss of power may take the last ones.
        case process
    }

    /// What is to be done with the file.
    package enum Access: Sendable {
        /// It is written, and made where it is missing.
        case creating
        case writing
        /// It is read, and needn't be ours to write.
        case reading
    }

    package let path: String
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    /// Opens the file. One that is made gets the mode 0600, and so do SQLite's own files beside it.
    ///
    /// Throws `DatabaseError.otherKind` and `.otherVersion` for a file that is not of this schema.
    package init(
        _ path: String, _ schema: Schema, _ access: Access = .creating,
        durability: Durability = .power
    ) throws {
        if access == .creating { try Self.create(path) }
        self.path = path
        handle = try access == .reading ? Self.openedToRead(path) : Self.opened(path)
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 10_000)
        try run("PRAGMA synchronous = \(durability == .power ? "FULL" : "NORMAL")")
        try check(schema, creating: access == .creating)
    }

    deinit {
        // A connection closes only after its statements.
        statements = [:]
        sqlite3_close_v2(handle)
    }

    // MARK: Asking

    /// Runs one statement to its end.
    package func run(_ sql: String, _ values: any SQLValue...) throws {
        try visit(sql, values) { _ in }
    }

    /// All rows of an answer.
    package func rows<T>(
        _ sql: String, _ values: any SQLValue..., read: (Row) throws -> T
    ) throws -> [T] {
        var all: [T] = []
        try visit(sql, values) { all.append(try read($0)) }
        return all
    }

    /// The first row of an answer, or nil.
    package func first<T>(
        _ sql: String, _ values: any SQLValue..., read: (Row) throws -> T
    ) throws -> T? {
        let statement = try prepared(sql)
        defer { statement.reset() }
        try bind(values, to: statement)
        return try step(statement) ? try read(Row(statement.handle)) : nil
    }

    /// Calls `each` with every row, while it is read: nothing is collected.
    package func forEach(
        _ sql: String, _ values: any SQLValue..., each: (Row) throws -> Void
    ) throws { try visit(sql, values, each) }

    /// Of the last row that was inserted.
    package var lastID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Rows that the last statement changed.
    package var changes: Int { Int(sqlite3_changes(handle)) }

    // MARK: Transactions

    /// All of it, or nothing: what `body` throws undoes it. Not within another one.
    ///
    /// It waits for other writers before `body` begins, never in the middle.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Some errors (a full disk) have undone it already.
            if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
            throw error
        }
    }

    // MARK: Within

    private func visit(
        _ sql: String, _ values: [any SQLValue], _ each: (Row) throws -> Void
    ) throws {
        let statement = try prepared(sql)
        defer { statement.reset() }
        try bind(values, to: statement)
        while try step(statement) { try each(Row(statement.handle)) }
    }

    private func prepared(_ sql: String) throws -> Statement {
        if let known = statements[sql], !known.isBusy { return known }
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw DatabaseError(path, code, handle) }
        let statement = Statement(prepared)
        statements[sql] = statement
        return statement
    }

    private func bind(_ values: [any SQLValue], to statement: Statement) throws {
        precondition(
            Int(sqlite3_bind_parameter_count(statement.handle)) == values.count,
            "as many values as the statement asks for")
        for (index, value) in values.enumerated() {
            let code = value.bind(to: statement.handle, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw DatabaseError(path, code, handle) }
        }
    }

    /// Whether there is a row.
    private func step(_ statement: Statement) throws -> Bool {
        statement.isBusy = true
        switch sqlite3_step(statement.handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(path, code, handle)
        }
    }

    private func check(_ schema: Schema, creating: Bool) throws {
        var found = try identity()
        // An empty file: nobody has made it yet. Of two who try, the second finds it made.
        if found.kind == 0, found.version == 0, creating, try isEmpty() {
            try run("PRAGMA journal_mode = WAL")
            try transaction {
                guard try isEmpty() else { return }
                for statement in schema.statements { try run(statement) }
                try run("PRAGMA application_id = \(schema.kind)")
                try run("PRAGMA user_version = \(schema.version)")
            }
            found = try identity()
        } else if found.kind == 0, found.version == 0, try isEmpty() {
            // Somebody is about to make it.
            throw DatabaseError.missing(path)
        }
        guard found.kind == schema.kind else { throw DatabaseError.otherKind(path) }
        guard found.version == schema.version else {
            throw DatabaseError.otherVersion(path, found: found.version, ours: schema.version)
        }
    }

    private func identity() throws -> (kind: Int, version: Int) {
        (
            try first("PRAGMA application_id") { $0.int(0) } ?? 0,
            try first("PRAGMA user_version") { $0.int(0) } ?? 0
        )
    }

    private func isEmpty() throws -> Bool {
        try first("SELECT count(*) FROM sqlite_master") { $0.int(0) } == 0
    }

    private static func opened(
        _ path: String, _ name: String? = nil, _ flags: Int32 = SQLITE_OPEN_READWRITE
    ) throws -> OpaquePointer {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(name ?? path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw DatabaseError(path, code, handle)
        }
        return handle
    }

    /// Readers write too, into the file by which SQLite's processes know of each other. Where that
    /// can't be, nobody else can write either: the file is read as one that doesn't change.
    private static func openedToRead(_ path: String) throws -> OpaquePointer {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? "."
        guard access(path, F_OK) == 0, access(path, W_OK) != 0 || access(folder, W_OK) != 0 else {
            return try opened(path)
        }
        let escaped = path.utf8.reduce(into: "") { name, byte in
            let sign = Character(Unicode.Scalar(byte))
            let isPlain = byte < 0x80 && (sign.isLetter || sign.isNumber || "/._-".contains(sign))
            let hex = String(byte, radix: 16, uppercase: true)
            name += isPlain ? String(sign) : "%" + (hex.count == 1 ? "0" : "") + hex
        }
        return try opened(
            path, "file:\(escaped)?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
    }

    private static func create(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseError.cannotCreate(path, code: errno) }
        close(descriptor)
    }
}
