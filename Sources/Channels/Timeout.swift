// SPDX-License-Identifier: MIT-0

extension Channel {
    /// What a wait with a limit came to.
    public enum Received: Sendable {
        case element(Element)
        case end
        case timedOut
    }

    /// The next element, the end, or neither within `limit`. No element is lost to the limit.
    package func receive(within limit: Duration) async throws -> Received {
        try await withThrowingTaskGroup(of: Received?.self) { group in
            group.addTask {
                do {
                    return try await self.receive().map { .element($0) } ?? .end
                } catch is CancellationError {
                    return .timedOut
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            // The sleeper says nil; what the receiver says counts, also when it comes second.
            while let result = try await group.next() {
                group.cancelAll()
                guard let result else { continue }
                try Task.checkCancellation()
                return result
            }
            return .timedOut
        }
    }
}
