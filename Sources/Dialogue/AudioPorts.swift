// SPDX-License-Identifier: MIT-0

package import Channels

/// Some audio and the moment at which its last frame was captured.
package struct AudioChunk: Sendable, Equatable {
    /// 16 kHz mono.
    package var samples: [Int16]
    /// CLOCK_MONOTONIC since its epoch.
    package var capturedAt: Duration

    package init(_ samples: [Int16], capturedAt: Duration) {
        self.samples = samples
        self.capturedAt = capturedAt
    }
}

/// Where the user's voice comes from: a microphone, or a recording in its place.
package protocol AudioSource: Sendable {
    /// Captures until the source ends (a recording) or the task is cancelled (a microphone).
    /// Chunks are 10–20 ms. `output` is not finished here.
    func capture(into output: Channel<AudioChunk>) async throws

    /// Whether what is not taken in time is lost: a microphone can't wait, a recording can.
    var isLive: Bool { get }
}

extension AudioSource {
    package var isLive: Bool { true }
}

/// Where the answer is heard: a loudspeaker, or a file in its place.
package protocol AudioSink: Sendable {
    /// Opens what is behind the sink, since frames will come soon. What goes wrong is told later.
    func prepare() async
    /// Queues frames (16 kHz mono) to be played; waits while the sink holds enough.
    func play(_ samples: [Int16]) async throws
    /// Waits until everything queued has been heard.
    func drain() async throws
    /// Falls silent at once and forgets what is queued, also what the device still holds.
    /// - Returns: the frames that were queued and not heard.
    @discardableResult func cut() async throws -> Int
    /// How loud it plays from now on: 1 is as it is given. Takes effect within the device's buffer.
    func setGain(_ gain: Float) async
    /// Frames heard since the sink was opened.
    var playedFrames: Int { get async }
    /// Writes out and closes what is behind the sink.
    func close() async throws
}

extension AudioSink {
    package func prepare() async {}
}
