// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization

/// The script of a reply's streams, shared by the tasks that feed it, send and receive.
final class StreamSupply: Sendable {
    private struct State {
        var script: StreamScript
        var inputError: (any Error)?
        var wasAccepted = false
        /// Pieces that had been spoken at the last failure.
        var spoken = 0
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    /// Rung where the sender may have something to do, and where there is room for a piece.
    private let (bell, room) = (Channel<Void>(capacity: 1), Channel<Void>(capacity: 1))

    init(_ limits: StreamSchedule.Limits, _ account: StreamAccount) {
        state = Mutex(State(script: StreamScript(limits, account, now: .zero)))
    }

    private var now: Duration { start.duration(to: .now) }

    // MARK: Text

    /// Takes pieces to their end. A piece that was taken isn't lost when the task is cancelled.
    func feed(from pieces: Channel<String>) async throws {
        repeat {
            while state.withLock({ $0.script.isFull }) { _ = try await room.receive() }
        } while try await takeOne(from: pieces)
    }

    /// Waits for a piece, unless one is there.
    /// - Returns: false at the end of the pieces.
    func takeOne(from pieces: Channel<String>) async throws -> Bool {
        defer { bell.trySend(()) }
        do {
            guard !state.withLock({ $0.script.hasEnded }), let piece = try await pieces.receive()
            else {
                state.withLock { $0.script.end() }
                return false
            }
            state.withLock { $0.script.add(piece) }
            return true
        } catch {
            try Task.checkCancellation()
            // What came before is spoken first.
            state.withLock {
                $0.script.end()
                $0.inputError = error
            }
            return false
        }
    }

    /// Whether a piece waits for a stream.
    var isFull: Bool { state.withLock { $0.script.isFull } }

    /// What ended the pieces, where that wasn't their end.
    var inputError: (any Error)? { state.withLock { $0.inputError } }

    // MARK: A stream

    func open() { state.withLock { $0.script.open(now: now) } }

    func next() -> StreamScript.Step {
        let step = state.withLock { $0.script.next(now: now) }
        if case .text = step { room.trySend(()) }
        return step
    }

    /// Waits until then, or until there is news.
    func wait(until instant: Duration) async throws {
        _ = try await bell.receive(within: max(.zero, instant - now))
    }

    /// Notes that the service has taken the request.
    func accepted() { state.withLock { $0.wasAccepted = true } }

    func heard(_ samples: [Int16]) -> [SpeechEvent] {
        defer { bell.trySend(()) }
        return state.withLock { $0.script.heard(samples) }
    }

    func delivered() { state.withLock { $0.script.delivered(now: now) } }

    func finished() { state.withLock { $0.script.finished() } }

    func takeEnds() -> [SpeechEvent] { state.withLock { $0.script.takeEnds() } }

    /// Frames a character, as far as is known.
    var pace: Double { state.withLock { $0.script.pace } }

    // MARK: Failures

    var wasAccepted: Bool { state.withLock { $0.wasAccepted } }

    func mayRepeat() -> Bool { state.withLock { $0.script.mayRepeat(now: now) } }

    /// Whether more was spoken than at the last failure.
    func hasProgressed() -> Bool {
        state.withLock { state in
            defer { state.spoken = state.script.spoken }
            return state.script.spoken > state.spoken
        }
    }

    func takeUnspoken() -> [String] { state.withLock { $0.script.takeUnspoken() } }
}
