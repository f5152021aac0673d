// SPDX-License-Identifier: MIT-0

/// Suspects a voice before an endpointer is sure of one: after 30 ms of a stir, to lower a loudspeaker
/// in time.
struct SpeechOnset: Sendable, Equatable {
    enum Event: Sendable, Equatable { case suspected, ended }

    /// Frames of 10 ms in a row that make a suspicion, and without any that end it.
    private static let enough = 3, none = 10

    private var run = 0
    private var isSuspected = false

    /// Takes the decision about the next 10 ms.
    mutating func handle(isStir: Bool) -> Event? {
        run = isStir ? max(run, 0) + 1 : min(run, 0) - 1
        if !isSuspected, run >= Self.enough {
            isSuspected = true
            return .suspected
        }
        if isSuspected, run <= -Self.none {
            isSuspected = false
            return .ended
        }
        return nil
    }
}
