// SPDX-License-Identifier: MIT-0

/// What is recorded: a microphone, or a recording in its place. Belongs to the capture thread.
protocol Source: AnyObject {
    /// Whether audio that nobody takes is lost; otherwise it waits.
    var isLive: Bool { get }
    /// The next 20 ms, interleaved, as they come; the last may be shorter; nil at the end.
    func next() throws -> [Int16]?
    /// What the user is to be told at the end, a line each.
    var warnings: [String] { get }
}
