// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Transfer

/// Speech by SynthesizeSpeech: the next pieces are asked for while one is delivered, and delivered
/// in order.
struct PollyPieces: Sendable {
    let service: ServiceClient
    let speech: PollySpeech
    let deadlines: Deadlines
    /// The most requests at once.
    let parallel: Int

    /// Speaks `first`, then `pieces` to their end.
    ///
    /// Throws `PollyError`, and what Transfer and the credentials throw.
    func speak(
        _ first: [String] = [], then pieces: Channel<String>, into output: Channel<SpeechEvent>
    ) async throws {
        try await withChannel(of: PollyJob.self, capacity: max(1, parallel - 1)) { jobs in
            try await start(first, then: pieces, into: jobs)
        } consume: { jobs in
            for try await job in jobs { try await job.deliver(into: output) }
        }
    }

    /// Starts a job for each request, `parallel` at once. Their channel bounds how many wait to be
    /// delivered. When the pieces end, well or not, what was begun is finished.
    private func start(
        _ first: [String], then pieces: Channel<String>, into jobs: Channel<PollyJob>
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            do {
                var rest = first[...]
                while let piece = try await next(&rest, pieces) {
                    for request in speech.requests(for: piece) {
                        if running == parallel {
                            try await group.next()
                            running -= 1
                        }
                        let job = PollyJob(request, of: speech)
                        group.addTask { await job.fetch(from: service, deadlines) }
                        running += 1
                        try await jobs.send(job)
                    }
                }
            } catch {
                try? await group.waitForAll()
                throw error
            }
        }
    }

    private func next(
        _ first: inout ArraySlice<String>, _ pieces: Channel<String>
    ) async throws -> String? {
        if let piece = first.popFirst() { return piece }
        return try await pieces.receive()
    }
}
