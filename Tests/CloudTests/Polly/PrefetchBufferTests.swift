// SPDX-License-Identifier: MIT-0

import Channels
import Testing

@testable import Cloud

@Suite(.timeLimit(.minutes(5)))
struct PrefetchBufferTests {
    @Test func `what nobody has begun to take can be taken back`() async throws {
        let buffer = PrefetchBuffer()
        #expect(buffer.takeBack())
        try await buffer.send([1, 2])
        #expect(buffer.takeBack())
        try await buffer.send([3])
        buffer.open()
        #expect(!buffer.takeBack())
        buffer.finish()
        #expect(try await buffer.receive() == [3])
        #expect(try await buffer.receive() == nil)
    }

    @Test func `an open buffer that nothing was sent to may begin anew`() async throws {
        let buffer = PrefetchBuffer()
        buffer.open()
        #expect(buffer.takeBack())
        try await buffer.send([1])
        #expect(!buffer.takeBack())
    }

    @Test func `a megabyte is held, and a slow receiver makes the sender wait`() async throws {
        let buffer = PrefetchBuffer()
        let block = [UInt8](repeating: 7, count: 1 << 14)
        for _ in 0..<64 { try await buffer.send(block) }
        let sent = Channel<Int>(capacity: 8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for count in 65...66 {
                    try await buffer.send(block)
                    sent.trySend(count)
                }
                buffer.finish()
            }
            buffer.open()
            #expect(sent.tryReceive() == nil)
            #expect(try await buffer.receive()?.count == 1 << 14)
            #expect(try await sent.receive() == 65)
            #expect(sent.tryReceive() == nil)
            var blocks = 1
            while try await buffer.receive() != nil { blocks += 1 }
            #expect(blocks == 66)
            try await group.waitForAll()
        }
    }
}
