// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import FoundationEssentials
import Synchronization
import Transfer
import Waveform

/// One stream: audio goes up, results come down, at the same time.
final class TranscribeSession: Sendable {
    /// How a stream ended well.
    enum End: Sendable { case inputEnded, rotated, idle }

    private struct State {
        /// Why we have ended the way up.
        var end: End?
        var lastSent = ContinuousClock.now
    }

    /// How much longer than the limit a stream may go on where nobody is ever silent.
    private static let grace: Duration = .seconds(480)

    private let host: String
    private let patience: Duration?
    private let supply: AudioSupply
    private let limit: Duration
    private let state = Mutex(State())

    init(host: String, patience: Duration?, supply: AudioSupply, limit: Duration) {
        self.host = host
        self.patience = patience
        self.supply = supply
        self.limit = limit
    }

    /// Sends what the supply has, from what an earlier stream may not have heard on.
    ///
    /// Throws `ServiceError`, `TransferError`, `EventStreamError` or `TranscribeError`.
    func run(
        _ body: BodyStream, _ upload: EventUpload, telling news: Channel<TurnLedger.Event>
    ) async throws -> End {
        let origin = PipelineAudio.duration(frames: supply.rewind())
        try await news.send(.opened(at: origin))
        return try await withThrowingTaskGroup(of: End?.self) { group in
            group.addTask {
                try await self.send(upload, from: origin, telling: news)
                return nil
            }
            group.addTask { try await self.receive(body, from: origin, telling: news) }
            defer { group.cancelAll() }
            for try await end in group {
                if let end { return end }
            }
            throw CancellationError()
        }
    }

    // MARK: Up

    private func send(
        _ upload: EventUpload, from origin: Duration, telling news: Channel<TurnLedger.Event>
    ) async throws {
        var upload = upload
        var end = End.inputEnded
        do {
            while let piece = try await supply.next() {
                let time = PipelineAudio.duration(frames: piece.end)
                try await supply.pace(piece)
                try await upload.send(
                    EventStreamMessage(
                        event: "AudioEvent", contentType: "application/octet-stream",
                        payload: piece.bytes))
                supply.advance()
                state.withLock { $0.lastSent = .now }
                try await news.send(.sent(to: time))
                if isOver(after: time - origin) {
                    end = .rotated
                    break
                }
            }
            state.withLock { $0.end = end }
            try await upload.finish()
        } catch is CancellationError {
            // We are cancelled, or the exchange is over: then the answer says why.
            try Task.checkCancellation()
        }
    }

    private func isOver(after sent: Duration) -> Bool {
        sent >= limit && supply.isQuiet || sent >= limit + Self.grace
    }

    // MARK: Down

    private func receive(
        _ body: BodyStream, from origin: Duration, telling news: Channel<TurnLedger.Event>
    ) async throws -> End {
        var decoder = EventStreamDecoder()
        do {
            while let bytes = try await body.receive() {
                for message in try decoder.push(bytes) {
                    guard let results = try results(in: message) else { return .idle }
                    try await news.send(
                        .heard(
                            results.map { result in
                                var result = result
                                result.transcript = result.transcript.shifted(by: origin)
                                return result
                            }))
                }
                if let failure = decoder.failure { throw failure }
            }
            try decoder.finish()
        } catch TransferError.tooSlow where isUnfed(for: (patience ?? .zero) / 2) {
            return .idle
        }
        guard let end = state.withLock({ $0.end }) else { throw TranscribeError.cutOff }
        return end
    }

    /// Whether the service has been given nothing for so long, though the audio isn't over.
    private func isUnfed(for time: Duration) -> Bool {
        state.withLock { $0.end == nil && .now - $0.lastSent > time }
    }

    /// The results of an event; nil where the service has ended the stream for want of audio.
    private func results(in message: EventStreamMessage) throws -> [TranscribeResult]? {
        switch message.kind {
        case .event("TranscriptEvent"):
            return try TranscribeResult.all(in: message.payload)
        case .event, .unknown: return []
        case .exception(let code):
            let body = try? JSONValue(parsing: message.payload)
            var text = ""
            if case .string(let words)? = body?["Message"] ?? body?["message"] { text = words }
            // transcribe.md, section 6: after 15 s without audio.
            if code == "BadRequestException", text.contains("no new audio") {
                guard isUnfed(for: .milliseconds(200)) else { throw TranscribeError.cutOff }
                return nil
            }
            throw ServiceError(host: host, code: code, message: text)
        case .error(let code, let text):
            // Not modelled: whatever it is, it is the service's.
            throw ServiceError(host: host, httpStatus: 500, code: code, message: text)
        }
    }
}
