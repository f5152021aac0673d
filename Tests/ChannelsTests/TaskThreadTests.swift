// SPDX-License-Identifier: MIT-0

import Glibc
import Testing

@testable import Channels

@Suite(.timeLimit(.minutes(5)))
struct TaskThreadTests {
    private static let thread = TaskThread()

    private actor Counter {
        var count = 0
        var threads: Set<pthread_t> = []

        func add() {
            count += 1
            threads.insert(pthread_self())
        }
    }

    @Test func `child tasks and the actors they call run on its one thread`() async {
        let counter = Counter()
        let own = await Task(executorPreference: Self.thread) { pthread_self() }.value
        await withTaskExecutorPreference(Self.thread) {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        await Task.yield()
                        await counter.add()
                    }
                }
            }
        }
        await #expect(counter.threads == [own])
        await #expect(counter.count == 100)
    }

    @Test func `a step that another thread makes ready runs`() async throws {
        for _ in 1...50 {
            let (there, back) = (Channel<Int>(capacity: 1), Channel<Int>(capacity: 1))
            _ = Thread {
                while let number = try? there.receiveBlocking() {
                    _ = back.sendBlocking(number + 1)
                }
            }
            defer { there.finish() }
            let last = try await withTaskExecutorPreference(Self.thread) {
                var number = 0
                while number < 200 {
                    try await there.send(number)
                    number = try await back.receive() ?? .max
                }
                return number
            }
            #expect(last == 200)
        }
    }
}
