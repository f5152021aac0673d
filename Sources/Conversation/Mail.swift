// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Waveform

/// What arrives at a conversation, in the order in which it is dealt with.
enum Mail: Sendable {
    /// The source is open: its first frames were heard.
    case opened
    case event(TurnEvent)
    /// Of the last 100 ms that were listened to.
    case loudness(Loudness)
    case news(Int, AnswerNews)
    /// An answer was heard to its end.
    case ended(Int)
    case failed(Int, any Error)
    /// Something to show with the next turn, or why it can't be.
    case shown(Result<Attachment, any Error>)
    /// What fell out of the history is in a summary.
    case summarised(SummaryTask, String)
}

extension Channel {
    /// The next element, or nil where `time` comes first. No element is lost.
    func receive(until time: Duration, _ clock: any TalkClock) async throws -> Element?? {
        try await withThrowingTaskGroup(of: Element???.self) { group in
            group.addTask {
                do {
                    return .some(.some(try await self.receive()))
                } catch is CancellationError {
                    return .some(.none)
                }
            }
            group.addTask {
                try? await clock.sleep(until: time)
                return nil
            }
            // The sleeper says nil; what the receiver says counts, also when it comes second.
            while let result = try await group.next() {
                group.cancelAll()
                guard let result else { continue }
                try Task.checkCancellation()
                return result
            }
            return nil
        }
    }
}
