// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Transfer

/// A request that is under way: one task fetches its answer, another delivers it when all before
/// it are delivered.
final class PollyJob: Sendable {
    private let request: PollyRequest
    private let speech: PollySpeech
    private let buffer = PrefetchBuffer()

    init(_ request: PollyRequest, of speech: PollySpeech) {
        self.request = request
        self.speech = speech
    }

    /// Asks again after a failure that may pass, as long as nothing of the answer was delivered. An
    /// error is delivered behind what came before it.
    func fetch(from service: ServiceClient, _ deadlines: Deadlines) async {
        do {
            let asked = ServiceRequest(
                "POST", "/v1/speech", headers: [HTTPField("Content-Type", "application/json")],
                body: try request.body.encoded(), deadlines: deadlines)
            try await service.call(asked, mayRepeat: { buffer.takeBack() }) { response in
                while let bytes = try await response.body.receive() {
                    try await buffer.send(bytes)
                }
            }
            buffer.finish()
        } catch let error as ServiceError {
            buffer.finish(throwing: speech.error(error, action: "polly:SynthesizeSpeech"))
        } catch {
            buffer.finish(throwing: error)
        }
    }

    /// Sends the answer as it comes, to its end.
    func deliver(into output: Channel<SpeechEvent>) async throws {
        buffer.open()
        switch request.kind {
        case .marks: try await deliverMarks(into: output)
        case .audio where speech.isEncoded:
            while let bytes = try await buffer.receive() {
                try await output.send(.encoded(bytes, text: request.piece))
            }
        case .audio: try await deliverFrames(into: output)
        }
        if request.endsPiece { try await output.send(.pieceEnded(text: request.piece)) }
    }

    /// A frame may come in two pieces.
    private func deliverFrames(into output: Channel<SpeechEvent>) async throws {
        var odd: [UInt8] = []
        while let piece = try await buffer.receive() {
            let bytes = odd + piece
            let frames = [Int16](littleEndian: bytes)
            odd = Array(bytes.suffix(bytes.count % 2))
            if !frames.isEmpty { try await output.send(.audio(frames, text: request.piece)) }
        }
    }

    /// A mark is a line.
    private func deliverMarks(into output: Channel<SpeechEvent>) async throws {
        var rest: [UInt8] = []
        while let bytes = try await buffer.receive() {
            let lines = (rest + bytes).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(lines.last ?? [])
            // A mark holds a sentence at most.
            guard rest.count <= 1 << 16 else {
                throw TransferError.tooLarge(limitBytes: 1 << 16)
            }
            for line in lines.dropLast() { try await deliver(mark: Array(line), into: output) }
        }
        try await deliver(mark: rest, into: output)
    }

    private func deliver(mark line: [UInt8], into output: Channel<SpeechEvent>) async throws {
        guard !line.isEmpty else { return }
        try await output.send(.mark(try request.mark(line), text: request.piece))
    }
}
