// SPDX-License-Identifier: MIT-0

import Database
import Foundation
import TestSupport
import Testing

struct DatabaseTests {
    private static let schema = Schema(
        kind: "test", version: 1,
        ["CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT, data BLOB)"])

    private func open(_ path: String, _ schema: Schema = schema) throws -> Database {
        try Database(path, schema)
    }

    @Test func `what is written is read by the next who opens the file`() throws {
        let folder = try Scratch().url.path
        let path = folder + "/a"
        try open(path).run(
            "INSERT INTO words (word, data) VALUES (?, ?)", "a\0ü", [0, 255] as [UInt8])
        let rows = try open(path).rows("SELECT word, data FROM words") { row in
            (row.text(0), row.withBytes(1) { Array($0) })
        }
        #expect(rows.count == 1)
        #expect(rows[0] == ("a\0ü", [0, 255]))
    }

    @Test func `empty text and blobs are not NULL, nil is`() throws {
        let folder = try Scratch().url.path
        let database = try open(folder + "/a")
        try database.run("INSERT INTO words (word, data) VALUES (?, ?)", "", [] as [UInt8])
        try database.run("INSERT INTO words (word) VALUES (?)", String?.none)
        let nulls = try database.rows("SELECT word, data FROM words ORDER BY id") {
            [$0.isNull(0), $0.isNull(1)]
        }
        #expect(nulls == [[false, false], [true, true]])
    }

    @Test func `a transaction that throws has done nothing`() throws {
        struct Stop: Error {}
        let folder = try Scratch().url.path
        let database = try open(folder + "/a")
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO words (word) VALUES ('a')")
                throw Stop()
            }
        }
        #expect(try database.first("SELECT count(*) FROM words") { $0.int(0) } == 0)
    }

    @Test func `a statement may be asked again while its rows are read`() throws {
        let folder = try Scratch().url.path
        let database = try open(folder + "/a")
        for word in ["a", "b"] { try database.run("INSERT INTO words (word) VALUES (?)", word) }
        let all = "SELECT word FROM words ORDER BY id"
        var pairs: [String] = []
        try database.forEach(all) { outer in
            try database.forEach(all) { inner in pairs.append(outer.text(0) + inner.text(0)) }
        }
        #expect(pairs == ["aa", "ab", "ba", "bb"])
    }

    @Test func `the file and those beside it are the user's alone`() throws {
        let folder = try Scratch().url.path
        let database = try open(folder + "/a")
        try database.run("INSERT INTO words (word) VALUES ('a')")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 3)
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
        withExtendedLifetime(database) {}
    }

    @Test func `a file of another kind or version is refused, and stays as it is`() throws {
        let folder = try Scratch().url.path
        let path = folder + "/a"
        _ = try open(path)
        let newer = Schema(kind: "test", version: 2, [])
        #expect(throws: DatabaseError.otherVersion(path, found: 1, ours: 2)) {
            try open(path, newer)
        }
        #expect(throws: DatabaseError.otherKind(path)) {
            try open(path, Schema(kind: "othr", version: 1, []))
        }
        let text = folder + "/b"
        let words = String(repeating: "not a database at all. ", count: 50)
        try words.write(toFile: text, atomically: true, encoding: .utf8)
        #expect(throws: DatabaseError.otherKind(text)) { try open(text) }
        #expect(try String(contentsOfFile: text, encoding: .utf8) == words)
    }

    @Test func `who may only read reads, where nobody can write`() throws {
        let folder = try Scratch().url.path + "/of others?"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/a%20b"
        try open(path).run("INSERT INTO words (word) VALUES ('a')")
        let database = try Database(path, Self.schema, .reading)
        #expect(try database.first("SELECT word FROM words") { $0.text(0) } == "a")
    }

    @Test func `a missing file is said to be missing, an impossible one can't be created`() throws {
        let folder = try Scratch().url.path
        #expect(throws: DatabaseError.missing(folder + "/a")) {
            try Database(folder + "/a", Self.schema, .writing)
        }
        #expect(throws: DatabaseError.cannotCreate(folder + "/none/a", code: 2)) {
            try open(folder + "/none/a")
        }
    }
}
