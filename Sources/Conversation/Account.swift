// SPDX-License-Identifier: MIT-0

import Dialogue
import Synchronization

/// What came of an answer, also where it was cut off: filled in as it goes.
final class Account: Sendable {
    /// When what happened first (the clock's time).
    struct Times: Sendable {
        var asked, firstToken, firstPiece, firstAudio, audible: Duration?
    }

    private struct State {
        var text = ""
        var pieces = 0
        var heard = HeardText()
        var usage: Usage?
        var cited: [Passage] = []
        var times = Times()
    }

    private let state = Mutex(State())

    var text: String { state.withLock { $0.text } }
    var heard: HeardText { state.withLock { $0.heard } }
    var usage: Usage? { state.withLock { $0.usage } }
    /// What the model was given to answer from.
    var cited: [Passage] { state.withLock { $0.cited } }
    var times: Times { state.withLock { $0.times } }

    /// What the reply has cost so far: as the service says, else as many as it came in pieces.
    var tokens: Int { state.withLock { $0.usage?.outputTokens ?? $0.pieces } }

    func add(text: String) {
        state.withLock {
            $0.text += text
            $0.pieces += 1
        }
    }

    func add(frames: Int, of text: String) {
        state.withLock { $0.heard.add(frames: frames, of: text) }
    }

    func endPiece() { state.withLock { $0.heard.endPiece() } }
    func set(cited passages: [Passage]) { state.withLock { $0.cited = passages } }
    func set(_ usage: Usage?) { state.withLock { $0.usage = usage } }

    /// Notes a time, the first time.
    func note(_ which: WritableKeyPath<Times, Duration?>, _ time: Duration) {
        state.withLock { $0.times[keyPath: which] = $0.times[keyPath: which] ?? time }
    }
}
