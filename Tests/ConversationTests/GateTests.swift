// SPDX-License-Identifier: MIT-0

import Testing

@testable import Conversation

@Suite(.timeLimit(.minutes(5)))
struct GateTests {
    @Test(arguments: 0..<50)
    func `one that waits goes on, however often the gate moves`(round: Int) async throws {
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<20 { try await gate.waitUntilOpen() }
            }
            for _ in 0..<100 {
                gate.set(open: false)
                gate.set(open: true)
            }
            try await group.waitForAll()
        }
    }

    @Test func `one that waits at a closed gate can be cancelled`() async throws {
        let gate = Gate()
        gate.set(open: false)
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await gate.waitUntilOpen() }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        #expect(!gate.isOpen)
    }
}
