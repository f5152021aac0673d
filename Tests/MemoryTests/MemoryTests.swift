// SPDX-License-Identifier: MIT-0

import Database
import Dialogue
import Foundation
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Memory

@Suite(.timeLimit(.minutes(5)))
struct MemoryTests {
    private let file: String

    init() throws { file = try Scratch().path + "/memory.db" }

    private func open(_ name: Memory.Name = .named("a")) async throws -> Memory {
        try await Memory.open(name, file: file) { Issue.record($0) }
    }

    private func kept(_ name: String = "a") throws -> [String] {
        var all: [String] = []
        _ = try MemoryStore(file).read(name) { turn, reply, _ in all.append("\(turn): \(reply)") }
        return all
    }

    @Test func `what was said is there in the next run, in order`() async throws {
        let memory = try await open()
        #expect(memory.exchanges == [])
        #expect(memory.summary == nil)
        for number in 0..<5 {
            memory.keep(Exchange(number: number, turn: "t\(number)", reply: "r\(number)"))
        }
        await memory.settle()
        let next = try await open()
        #expect(
            next.exchanges == (0..<5).map { Exchange(number: $0, turn: "t\($0)", reply: "r\($0)") })
        next.keep(Exchange(number: 5, turn: "t5", reply: "r5"))
        await next.settle()
        #expect(try kept() == (0..<6).map { "t\($0): r\($0)" })
        #expect(memory.failure == nil)
    }

    @Test func `a correction takes the place of what was kept`() async throws {
        let memory = try await open()
        memory.keep(Exchange(number: 0, turn: "tern", reply: "r"))
        memory.keep(Exchange(number: 1, turn: "t1", reply: "r1"))
        memory.keep(Exchange(number: 0, turn: "turn", reply: "r"))
        await memory.settle()
        #expect(try kept() == ["turn: r", "t1: r1"])
        // Of an earlier run, and one that the summary takes in.
        let next = try await open()
        next.keep(summary: "s", before: 1)
        next.keep(Exchange(number: 0, turn: "Turn", reply: "r"))
        await next.settle()
        #expect(try kept() == ["Turn: r", "t1: r1"])
    }

    @Test func `the summary and what it doesn't take in are taken up`() async throws {
        let memory = try await open()
        for number in 0..<4 {
            memory.keep(Exchange(number: number, turn: "t\(number)", reply: "r\(number)"))
        }
        memory.keep(summary: "first", before: 1)
        memory.keep(summary: "second", before: 3)
        await memory.settle()
        let next = try await open()
        #expect(next.summary == "second")
        #expect(next.exchanges == [Exchange(number: 0, turn: "t3", reply: "r3")])
        #expect(try kept().count == 4)
    }

    @Test func `of two that summarise, neither loses what only it knows`() async throws {
        let (one, other) = (try await open(), try await open())
        one.keep(Exchange(number: 0, turn: "one", reply: "1"))
        other.keep(Exchange(number: 0, turn: "other", reply: "2"))
        await one.settle()
        await other.settle()
        one.keep(summary: "one said 1", before: 1)
        await one.settle()
        other.keep(summary: "other said 2", before: 1)
        await other.settle()
        let next = try await open()
        #expect(next.summary == "one said 1")
        #expect(next.exchanges.map(\.turn) == ["other"])
    }

    @Test func `the last one is continued`() async throws {
        await #expect(throws: MemoryError.nothing) { try await open(.last) }
        for name in ["a", "b"] {
            let memory = try await open(.named(name))
            memory.keep(Exchange(number: 0, turn: name, reply: "r"))
            await memory.settle()
        }
        #expect(try await open(.last).name == "b")
        // One in which nothing was said is none.
        _ = try await open(.named("c"))
        let last = try await open(.last)
        #expect(last.exchanges.map(\.turn) == ["b"])
        last.keep(Exchange(number: 1, turn: "again", reply: "r"))
        await last.settle()
        #expect(try MemoryStore(file).entries().map(\.name) == ["b", "a"])
        #expect(try MemoryStore(file).entries().map(\.turns) == [2, 1])
    }

    @Test func `what is forgotten is not on the disk`() async throws {
        let memory = try await open()
        for number in 0..<50 {
            memory.keep(
                Exchange(number: number, turn: "a secret \(number)", reply: "another secret"))
        }
        memory.keep(summary: "a secret summary", before: 2)
        await memory.settle()
        let store = try MemoryStore(file)
        #expect(throws: MemoryError.unknown("b")) { try store.forget("b") }
        try store.forget("a")
        #expect(try store.entries() == [])
        for suffix in ["", "-wal"] {
            let data = try Data(contentsOf: URL(filePath: file + suffix))
            #expect(data.range(of: Data("secret".utf8)) == nil, "\(suffix)")
        }
        // Who is still talking begins anew.
        memory.keep(Exchange(number: 50, turn: "t", reply: "r"))
        await memory.settle()
        #expect(try kept() == ["t: r"])
    }

    @Test func `what can't be written is said once, and stops nothing`() async throws {
        let said = Mutex<[String]>([])
        let memory = try await Memory.open(.named("a"), file: file) { error in
            said.withLock { $0.append("\(error)") }
        }
        memory.keep(Exchange(number: 0, turn: "t", reply: "r"))
        await memory.settle()
        let other = try MemoryStore(file)
        try other.damage()
        for number in 1..<4 { memory.keep(Exchange(number: number, turn: "t", reply: "r")) }
        await memory.settle()
        #expect(said.withLock(\.count) == 1)
        #expect((memory.failure as? DatabaseError)?.status == .inputOutput)
    }
}

extension MemoryStore {
    /// Makes every later write fail.
    fileprivate func damage() throws {
        try Database(path, MemoryStore.schema).run("DROP TABLE exchange")
    }
}
