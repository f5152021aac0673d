// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Transfer

/// Amazon Transcribe streaming: StartStreamTranscription over HTTP/2.
///
/// The audio may have one channel, or two interleaved ones if the settings say so. A stream that
/// breaks is replaced by a new one, which hears again what isn't final.
package struct AmazonTranscriber: Transcriber {
    private let settings: TranscribeSettings
    private let service: ServiceClient
    private let timeout: Duration
    private let sessionLimit: Duration

    /// The service's own limit is 4 hours of a stream (Transcribe FAQ).
    package static let sessionLimit: Duration = .seconds(13_800)

    /// - Parameters:
    ///   - timeout: how long the service may be silent while it is given audio.
    ///   - sessionLimit: how much audio one stream is given before a new one begins, at the next
    ///     silence.
    package init(
        _ settings: TranscribeSettings, account: AWSAccount, timeout: Duration,
        sessionLimit: Duration = Self.sessionLimit
    ) throws {
        self.settings = settings
        self.timeout = timeout
        self.sessionLimit = sessionLimit
        service = try account.client(of: .transcribeStreaming)
    }

    /// Fetches credentials. Rejected: opening the stream too. The service ends one that gets no
    /// audio for 15 s, and with the first audio it is opened long before the first word ends.
    package func prepare() async throws { try await service.fetchCredentials() }

    /// Throws `TranscribeError`, and what Transfer and the credentials throw, after as many
    /// failures in succession as the retries allow.
    package func transcribe(
        _ input: Channel<TranscriberInput>, into output: Channel<TranscriptEvent>
    ) async throws {
        let request = ServiceRequest(
            "POST", "/stream-transcription", headers: settings.headers,
            deadlines: Deadlines(
                connect: min(timeout, .seconds(10)), firstByte: timeout, silence: timeout))
        let supply = AudioSupply(channels: settings.channels)
        let sessions = TranscribeSessions(
            service: service, request: request, supply: supply, limit: sessionLimit)
        var ledger = TurnLedger(
            channels: settings.channels, findsLanguage: settings.identifiesLanguage)
        try await withChannel(of: TurnLedger.Event.self) { news in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await supply.take(input, telling: news) }
                group.addTask { try await sessions.run(telling: news) }
                for try await _ in group {}
            }
        } consume: { news in
            do {
                for try await event in news {
                    let events = ledger.handle(event)
                    supply.note(neededFrom: ledger.replayStart, isQuiet: ledger.isQuiet)
                    for event in events { try await output.send(event) }
                }
                for event in ledger.finish(isWhole: true) { try await output.send(event) }
            } catch {
                try Task.checkCancellation()
                // What is final is good, whatever comes after it.
                for event in ledger.finish(isWhole: false) { try await output.send(event) }
                throw TranscribeError.naming(error)
            }
        }
    }
}
