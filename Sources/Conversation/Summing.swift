// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue

/// A summary that is being made while nobody wants an answer. Whoever wants one gives it up: the
/// model does one thing at a time.
struct Summing: Sendable {
    let task: SummaryTask
    /// Ended when it is given up.
    private let wanted = Channel<Never>(capacity: 1)

    init(_ task: SummaryTask) { self.task = task }

    func giveUp() { wanted.finish() }

    /// - Returns: nil where it was given up.
    func run(_ model: any LanguageModel) async throws -> String? {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await model.wholeReply(to: task.request) }
            group.addTask {
                _ = try await wanted.receive()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
