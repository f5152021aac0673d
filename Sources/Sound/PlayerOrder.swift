// SPDX-License-Identifier: MIT-0

import Channels

/// What a player's thread is told, in order. Each reply gets one number, or an error.
enum PlayerOrder: Sendable {
    /// Opens the device ahead of the first frame.
    case prepare
    /// Interleaved frames, and the generation they belong to: a cut begins a new one.
    case play([Int16], Int)
    /// Replies 0 when everything has been heard.
    case drain(Channel<Int>)
    /// Replies how many frames were queued and not heard.
    case cut(Channel<Int>)
    /// Replies 0 when the device is closed.
    case close(Channel<Int>)
}
