// SPDX-License-Identifier: MIT-0

/// What the endpointer has decided. Positions are frames of 16 kHz since the start of the stream.
package enum EndpointerEvent: Sendable, Equatable {
    /// A turn begins; `at` includes the lead-in, and is never before the end of the turn before.
    case speechStarted(at: Int)
    /// Nobody has spoken since `at`. Once for each silence inside a turn that is long enough.
    case speechPaused(at: Int)
    /// The pause was none: the turn goes on. Only after `speechPaused`.
    case speechResumed
    /// The turn is over; nothing after `at` belongs to it. Only after `speechStarted`.
    case turnEnded(at: Int)
}
