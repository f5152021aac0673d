// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Transfer

/// A voice of Amazon Polly: SynthesizeSpeech, piece by piece.
///
/// The next pieces are asked for while one is delivered, and delivered in order. Rejected: its
/// stream of both ways (StartSpeechSynthesisStream), which only generative voices of a few regions
/// have.
package struct PollySynthesizer: Synthesizer {
    private let speech: PollySpeech
    private let parallel: Int
    private let service: ServiceClient
    private let deadlines: Deadlines

    /// `timeout`: how long the service may be silent, before an answer and within it.
    ///
    /// Throws `PollyError` for what Polly is known to refuse, and what the account throws.
    package init(_ settings: PollySettings, account: AWSAccount, timeout: Duration) throws {
        speech = try PollySpeech(settings)
        parallel = max(1, settings.parallel)
        service = try account.client(of: .polly)
        deadlines = Deadlines(firstByte: timeout, silence: timeout)
    }

    package func prepare() async throws { try await service.warmUp() }

    package func voices() async throws -> [Voice] {
        try await PollyVoiceList(service, deadlines).voices()
    }

    /// Throws `PollyError`, and what Transfer and the credentials throw.
    package func synthesize(
        _ pieces: Channel<String>, into output: Channel<SpeechEvent>
    ) async throws {
        try await withChannel(of: PollyJob.self, capacity: max(1, parallel - 1)) { jobs in
            try await start(pieces, into: jobs)
        } consume: { jobs in
            for try await job in jobs { try await job.deliver(into: output) }
        }
    }

    /// Starts a job for each request, `parallel` at once. Their channel bounds how many wait to be
    /// delivered. When the pieces end, well or not, what was begun is finished.
    private func start(_ pieces: Channel<String>, into jobs: Channel<PollyJob>) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            do {
                for try await piece in pieces {
                    for request in speech.requests(for: piece) {
                        if running == parallel {
                            try await group.next()
                            running -= 1
                        }
                        let job = PollyJob(request, isEncoded: speech.isEncoded)
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
}
