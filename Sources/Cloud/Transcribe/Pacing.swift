// SPDX-License-Identifier: MIT-0

/// When audio may go out: as fast as it was spoken.
///
/// Streams of more than five minutes that are sent faster than real time may run into signing
/// errors (amazon-transcribe's documentation). What is late, because a connection broke or the
/// input came in a burst, catches up at one and a half times the pace, so that a conversation
/// isn't late for ever. Time is the caller's, from any origin.
package struct Pacing: Sendable, Equatable {
    /// How far ahead of real time audio may be.
    package static let lead: Duration = .milliseconds(300)
    /// How much faster than real time what is late may go.
    static let haste = 1.5
    /// How much of what is late may go at once.
    static let burst: Duration = .milliseconds(300)

    /// When the input's first frame would have been spoken if its first chunk came just in time.
    private var origin: Duration?
    /// When the next chunk may go by the haste alone.
    private var earliest: Duration = .zero

    package init() {}

    /// How long to wait with a chunk; zero: it may go now, and counts as gone.
    /// - Parameters:
    ///   - end: of the chunk, in the time of the input.
    ///   - length: of the chunk.
    package mutating func delay(until end: Duration, length: Duration, now: Duration) -> Duration {
        guard let origin else {
            origin = now - end
            earliest = now
            return delay(until: end, length: length, now: now)
        }
        let wait = max(origin + end - Self.lead - now, earliest - Self.burst - now)
        guard wait <= .zero else { return wait }
        earliest = max(earliest, now) + length / Self.haste
        return .zero
    }
}
