// SPDX-License-Identifier: MIT-0

import Synchronization

/// What a player's thread and its callers share.
final class PlayerProgress: Sendable {
    private struct State {
        var generation = 0
        var isClosed = false
        var playedFrames = 0
        var underruns = 0
        var failure: (any Error)?
        var gain: Float = 1
    }

    private let state = Mutex(State())

    /// Counts the cuts: audio of an older generation is not played. nil: nothing is played any more.
    var generation: Int? { state.withLock { $0.isClosed ? nil : $0.generation } }
    var playedFrames: Int { state.withLock { $0.playedFrames } }
    var underruns: Int { state.withLock { $0.underruns } }
    var failure: (any Error)? { state.withLock { $0.failure } }
    /// How loud what is written to the device from now on is.
    var gain: Float {
        get { state.withLock { $0.gain } }
        set { state.withLock { $0.gain = newValue } }
    }

    func beginGeneration(isLast: Bool = false) {
        state.withLock {
            $0.generation += 1
            $0.isClosed = $0.isClosed || isLast
        }
    }

    func report(playedFrames: Int, underruns: Int) {
        state.withLock {
            $0.playedFrames = max($0.playedFrames, playedFrames)
            $0.underruns = underruns
        }
    }

    /// The first failure stays.
    func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }

    func check() throws {
        if let failure { throw failure }
    }
}
