// SPDX-License-Identifier: MIT-0

import Testing

@testable import Channels

@Suite(.timeLimit(.minutes(5)))
struct ChannelTests {
    struct Broken: Error {}

    @Test func `elements arrive in order, then the end`() async throws {
        let channel = Channel<Int>(capacity: 2)
        async let sum = channel.reduce(into: [Int]()) { $0.append($1) }
        for element in 0..<1000 { try await channel.send(element) }
        channel.finish()
        #expect(try await sum == Array(0..<1000))
    }

    @Test func `a full channel makes its producer wait`() async throws {
        let channel = Channel<Int>(capacity: 2)
        #expect(channel.trySend(1))
        #expect(channel.trySend(2))
        #expect(!channel.trySend(3))
        #expect(try await channel.receive() == 1)
        #expect(channel.trySend(3))
    }

    @Test func `what was sent before an error is still received`() async throws {
        let channel = Channel<Int>(capacity: 4)
        try await channel.send(1)
        channel.finish(throwing: Broken())
        #expect(try await channel.receive() == 1)
        await #expect(throws: Broken.self) { try await channel.receive() }
        #expect(try await channel.receive() == nil)
    }

    @Test func `cancelling a task ends its wait to receive`() async throws {
        let channel = Channel<Int>(capacity: 1)
        let waiting = Task { try await channel.receive() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        try await channel.send(7)
        #expect(try await channel.receive() == 7)
    }

    @Test func `cancelling a task ends its wait to send`() async throws {
        let channel = Channel<Int>(capacity: 1)
        try await channel.send(1)
        let waiting = Task { try await channel.send(2) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(try await channel.receive() == 1)
        #expect(channel.tryReceive() == nil)
    }

    @Test func `a consumer that leaves stops its producers`() async throws {
        let channel = Channel<Int>(capacity: 1)
        try await channel.send(1)
        let waiting = Task { try await channel.send(2) }
        channel.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(!channel.sendBlocking(3))
        #expect(try await channel.receive() == nil)
    }

    @Test func `a thread and a task meet in both directions`() async throws {
        let down = Channel<Int>(capacity: 3)
        let up = Channel<Int>(capacity: 3)
        let thread = Thread {
            while let element = try? down.receiveBlocking() {
                guard up.sendBlocking(element * 2) else { return }
            }
            up.finish()
        }
        async let sent: Void = {
            for element in 0..<500 { try await down.send(element) }
            down.finish()
        }()
        let doubled = try await up.reduce(into: [Int]()) { $0.append($1) }
        try await sent
        thread.join()
        #expect(doubled == (0..<500).map { $0 * 2 })
    }

    @Test func `many producers and consumers lose nothing`() async throws {
        let channel = Channel<Int>(capacity: 5)
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask { try await channel.reduce(0, +) }
            }
            try await withThrowingTaskGroup(of: Void.self) { producers in
                for _ in 0..<4 {
                    producers.addTask {
                        for element in 1...1000 { try await channel.send(element) }
                    }
                }
                try await producers.waitForAll()
            }
            channel.finish()
            return try await group.reduce(0, +)
        }
        #expect(total == 4 * 500_500)
    }
}
