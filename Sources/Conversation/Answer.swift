// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization

/// One answer: the model's reply, spoken piece by piece as it is generated.
///
/// Everything overlaps: a piece is synthesized while the model writes the next, and played while
/// the next is synthesized.
struct Answer: Sendable {
    let number: Int
    let playout: Playout
    let account: Account
    private let model: any LanguageModel
    private let synthesizer: any Synthesizer
    private let clock: any TalkClock
    private let tell: @Sendable (AnswerNews) async throws -> Void
    /// Ended when nobody wants it any more.
    private let wanted = Channel<Never>(capacity: 1)

    init(
        number: Int, parties: Parties, clock: any TalkClock,
        tell: @escaping @Sendable (AnswerNews) async throws -> Void
    ) {
        self.number = number
        model = parties.model
        synthesizer = parties.synthesizer
        self.clock = clock
        self.tell = tell
        let account = Account()
        self.account = account
        playout = Playout(parties.sink, parties.hearing, clock) {
            account.note(\.audible, clock.now())
            try await tell(.sounds)
        }
    }

    /// Cancels what is under way; the loudspeaker is the caller's to silence.
    func cancel() { wanted.finish() }

    /// Makes the answer and plays it to its end.
    /// - Returns: false where it was cancelled.
    func run(_ request: ReplyRequest) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.make(request)
                return true
            }
            group.addTask {
                _ = try await self.wanted.receive()
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    private func make(_ request: ReplyRequest) async throws {
        account.note(\.asked, clock.now())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await playout.run() }
            group.addTask {
                try await withChannel(of: SpeechEvent.self) { speech in
                    try await speak(request, into: speech)
                } consume: { speech in
                    try await hand(over: speech)
                }
            }
            for try await _ in group {}
        }
    }

    private func speak(_ request: ReplyRequest, into speech: Channel<SpeechEvent>) async throws {
        try await withChannel(of: String.self, capacity: 2) { pieces in
            try await think(request, into: pieces)
        } consume: { pieces in
            try await synthesizer.synthesize(pieces, into: speech)
        }
    }

    /// Cuts the reply into pieces while it is generated.
    private func think(_ request: ReplyRequest, into pieces: Channel<String>) async throws {
        try await withChannel(of: ReplyEvent.self) { reply in
            try await model.reply(to: request, into: reply)
        } consume: { reply in
            var reader = PieceReader()
            for try await event in reply {
                switch event {
                case .cited(let passages): account.set(cited: passages)
                case .text(let text):
                    account.note(\.firstToken, clock.now())
                    account.add(text: text)
                    try await tell(.text(text))
                    for piece in reader.push(text) { try await send(piece, to: pieces) }
                case .finished(_, let usage): account.set(usage)
                }
            }
            for piece in reader.finish() { try await send(piece, to: pieces) }
        }
    }

    private func send(_ piece: String, to pieces: Channel<String>) async throws {
        account.note(\.firstPiece, clock.now())
        try await pieces.send(piece)
    }

    private func hand(over speech: Channel<SpeechEvent>) async throws {
        var current: String?
        for try await event in speech {
            switch event {
            case .audio(let samples, let text):
                account.note(\.firstAudio, clock.now())
                if current != text { try await tell(.speaks(text)) }
                current = text
                account.add(frames: await playout.take(samples), of: text)
                try await playout.waitForRoom()
            case .pieceEnded:
                current = nil
                account.endPiece()
            case .encoded, .mark: break
            }
        }
        await playout.finish()
    }
}

/// What happens to an answer.
enum AnswerNews: Sendable {
    case text(String)
    case speaks(String)
    case sounds
}
