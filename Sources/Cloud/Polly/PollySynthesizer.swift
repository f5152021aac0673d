// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Transfer

/// A voice of Amazon Polly.
///
/// Generative voices speak by a stream of both ways, where region, text and format allow it and
/// the service takes it; else, and all others, piece by piece.
package struct PollySynthesizer: Synthesizer {
    private let service: ServiceClient
    private let deadlines: Deadlines
    private let synthesis: PollySynthesis
    private let pieces: PollyPieces
    private let stream: PollyStream?

    /// `timeout`: how long the service may be silent, before an answer and within it. `limits` are
    /// those of a stream, for tests.
    ///
    /// Throws `PollyError` for what Polly is known to refuse, and what the account throws.
    package init(
        _ settings: PollySettings, account: AWSAccount, timeout: Duration,
        limits: StreamSchedule.Limits? = nil
    ) throws {
        let speech = try PollySpeech(settings)
        service = try account.client(of: .polly)
        deadlines = Deadlines(firstByte: timeout, silence: timeout)
        synthesis = settings.synthesis
        pieces = PollyPieces(
            service: service, speech: speech, deadlines: deadlines,
            parallel: max(1, settings.parallel))
        let isOffered = try Self.isOffered(speech, settings.synthesis, account)
        stream =
            isOffered
            ? PollyStream(
                service, speech, connect: deadlines.connect,
                limits: limits ?? .init(patience: timeout)) : nil
    }

    /// An endpoint of one's own counts as offering the stream. What is asked for by name is left
    /// to the service, where the text allows it.
    private static func isOffered(
        _ speech: PollySpeech, _ synthesis: PollySynthesis, _ account: AWSAccount
    ) throws -> Bool {
        switch synthesis {
        case .pieces: return false
        case .stream:
            if let obstacle = speech.streamObstacle { throw PollyError.noStream(obstacle) }
            return true
        case .auto:
            guard speech.streamObstacle == nil else { return false }
            let isOwn = try account.hasOwnEndpoint(of: .polly)
            return isOwn || StreamRegions.offer(voice: speech.speaker.voice, in: account.region)
        }
    }

    /// Fetches credentials and opens the connection, on which a stream is one more request.
    package func prepare() async throws { try await service.warmUp() }

    package func voices() async throws -> [Voice] {
        try await PollyVoiceList(service, deadlines).voices()
    }

    /// Throws `PollyError`, and what Transfer and the credentials throw.
    package func synthesize(
        _ pieces: Channel<String>, into output: Channel<SpeechEvent>
    ) async throws {
        guard let stream, !stream.isRefused else {
            return try await self.pieces.speak(then: pieces, into: output)
        }
        let supply = stream.supply()
        do {
            try await stream.speak(pieces, by: supply, into: output)
        } catch {
            try Task.checkCancellation()
            guard synthesis == .auto, supply.mayRepeat(),
                stream.givesWay(after: error, wasAccepted: supply.wasAccepted)
            else { throw error }
            for event in supply.takeEnds() { try await output.send(event) }
            try await self.pieces.speak(supply.takeUnspoken(), then: pieces, into: output)
        }
        if let error = supply.inputError { throw error }
    }
}
