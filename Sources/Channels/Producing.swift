// SPDX-License-Identifier: MIT-0

/// Joins a producer and a consumer by a channel, for as long as both are wanted.
///
/// `produce` runs in a task of its own; when it returns or throws, the channel ends that way.
/// `consume` runs where the caller runs. When it returns or throws, the producer is cancelled and
/// waited for: nothing outlives the call.
package func withChannel<Element: Sendable, Result>(
    of element: Element.Type, capacity: Int = 8,
    isolation: isolated (any Actor)? = #isolation,
    produce: @escaping @Sendable (Channel<Element>) async throws -> Void,
    consume: (Channel<Element>) async throws -> Result
) async throws -> Result {
    let channel = Channel<Element>(capacity: capacity)
    return try await withThrowingTaskGroup(of: Void.self, isolation: isolation) { group in
        group.addTask {
            do {
                try await produce(channel)
                channel.finish()
            } catch {
                channel.finish(throwing: error)
            }
        }
        defer {
            channel.cancel()
            group.cancelAll()
        }
        return try await consume(channel)
    }
}
