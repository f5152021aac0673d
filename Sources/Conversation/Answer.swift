// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization

/// One answer: the model's reply, spoken piece by piece as it is generated.
///
/// Everything overlaps: a piece is synthesized while the model writes the next, and played while
/// the next is synthesized.
struct Answer: Sendable {
    let model: any LanguageModel
    let synthesizer: any Synthesizer
    let sink: any AudioSink
    let report: @Sendable (Report) async throws -> Void

    /// What came of it, also where it was cut off: filled in as it goes.
    final class Account: Sendable {
        private let state = Mutex((text: "", heard: HeardText()))

        var text: String { state.withLock { state in state.text } }
        var heard: HeardText { state.withLock { state in state.heard } }

        func add(text: String) { state.withLock { state in state.text += text } }

        /// - Returns: whether these are the answer's first frames.
        func add(frames: Int, of text: String) -> Bool {
            state.withLock { state in
                defer { state.heard.add(frames: frames, of: text) }
                return state.heard.frames == 0
            }
        }

        func endPiece() { state.withLock { state in state.heard.endPiece() } }
    }

    /// Speaks the answer to its end, keeping `account`. Cancel the task to cut it off; the sink
    /// is then the caller's to silence.
    func run(_ request: ReplyRequest, _ account: Account) async throws {
        try await withChannel(of: SpeechEvent.self) { speech in
            try await withChannel(of: String.self, capacity: 2) { pieces in
                try await think(request, account, into: pieces)
            } consume: { pieces in
                try await synthesizer.synthesize(pieces, into: speech)
            }
        } consume: { speech in
            for try await event in speech {
                switch event {
                case .audio(let samples, let text):
                    if account.add(frames: samples.count, of: text) { try await report(.speaking) }
                    try await sink.play(samples)
                case .pieceEnded: account.endPiece()
                case .encoded, .mark: break
                }
            }
        }
        try await sink.drain()
    }

    /// Cuts the reply into pieces while it is generated.
    private func think(
        _ request: ReplyRequest, _ account: Account, into pieces: Channel<String>
    ) async throws {
        try await withChannel(of: ReplyEvent.self) { reply in
            try await model.reply(to: request, into: reply)
        } consume: { reply in
            var reader = PieceReader()
            for try await case .text(let text) in reply {
                account.add(text: text)
                try await report(.replyText(text))
                for piece in reader.push(text) { try await pieces.send(piece) }
            }
            for piece in reader.finish() { try await pieces.send(piece) }
        }
    }
}
