// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization
import Transfer

/// Speech by StartSpeechSynthesisStream: one stream for a reply, and the next where one is at the
/// end of its life or breaks before it is heard.
final class PollyStream: Sendable {
    private let service: ServiceClient
    private let request: ServiceRequest
    private let speech: PollySpeech
    private let limits: StreamSchedule.Limits
    private let refused = Atomic(false)
    /// Frames a character of this voice.
    private let pace = Mutex<Double?>(nil)

    init(
        _ service: ServiceClient, _ speech: PollySpeech, connect: Duration?,
        limits: StreamSchedule.Limits
    ) {
        self.service = service
        self.speech = speech
        self.limits = limits
        // How long it may be silent depends on what we have sent: the schedule knows.
        request = ServiceRequest(
            "POST", "/v1/synthesisStream", headers: speech.streamFields,
            deadlines: Deadlines(connect: connect))
    }

    /// Whether the service has refused the operation in this run.
    var isRefused: Bool { refused.load(ordering: .relaxed) }

    /// What is said of one reply.
    func supply() -> StreamSupply {
        StreamSupply(limits, StreamAccount(rate: speech.rate, pace: pace.withLock { $0 }))
    }

    /// Speaks pieces to their end. The stream is opened before the first one is there.
    ///
    /// Throws what the pieces end with, `PollyError`, and what Transfer and the credentials throw;
    /// `supply` then knows what remains.
    func speak(
        _ pieces: Channel<String>, by supply: StreamSupply, into output: Channel<SpeechEvent>
    ) async throws {
        let session = StreamSession(
            host: service.host, patience: limits.patience, supply: supply, pieces: pieces,
            output: output)
        do {
            repeat {
                try await service.converse(
                    request, mayRepeat: { supply.mayRepeat() },
                    startsAnew: { supply.hasProgressed() }, send: { try await session.send($0) },
                    receive: { try await session.receive($0) })
                let measured = supply.pace
                pace.withLock { $0 = measured }
                for event in supply.takeEnds() { try await output.send(event) }
                // A stream that was closed for its age is replaced when there is text again.
                if !supply.isFull { _ = try await supply.takeOne(from: pieces) }
            } while supply.isFull
        } catch let error as ServiceError {
            throw speech.error(error, action: "polly:StartSpeechSynthesisStream")
        }
    }

    /// Whether SynthesizeSpeech may do where a stream failed so; remembers a refusal.
    ///
    /// Not for wrong credentials and a network that isn't there: nothing else would do either. A
    /// missing permission is one: policies may be older than the operation.
    func givesWay(after error: any Error, wasAccepted: Bool) -> Bool {
        switch error {
        case PollyError.refused(let code, _, _) where !code.hasPrefix("AccessDenied"): return false
        // The next reply may fare better.
        case PollyError.throttled, TransferError.broken, is EventStreamError: return true
        case is PollyError, TransferError.tooSlow(_, .waiting, _),
            TransferError.tooSlow(_, .receiving, _):
            if !wasAccepted { refused.store(true, ordering: .relaxed) }
            return true
        default: return false
        }
    }
}
