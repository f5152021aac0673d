// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Synchronization
import Waveform

/// A microphone that tasks listen to: 16 kHz mono in chunks of 20 ms, on a thread of its own.
///
/// 200 ms are queued for a consumer that is late; then the device waits, and after 500 ms more it
/// runs over, which is counted.
package final class Microphone: AudioSource {
    private let device: String
    private let counter = Atomic<Int>(0)

    package init(device: String = "default") { self.device = device }

    /// How often audio was lost because it was not fetched in time.
    package var overruns: Int { counter.load(ordering: .relaxed) }

    /// Captures until the task is cancelled or `output` is closed by its consumer (both throw
    /// `CancellationError`) or the device fails (`SoundError`). The device is closed when this returns.
    package func capture(into output: Channel<AudioChunk>) async throws {
        let heard = Channel<AudioChunk>(capacity: 10)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withUnsafeContinuation { end in
                    _ = Thread {
                        heard.finish(throwing: self.listen(into: heard))
                        end.resume()
                    }
                }
            }
            defer { heard.cancel() }
            while let chunk = try await heard.receive() { try await output.send(chunk) }
        }
    }

    /// - Returns: why it ended; nil if nobody listens any more.
    private func listen(into heard: Channel<AudioChunk>) -> (any Error)? {
        do {
            let format = StreamFormat(rate: PipelineAudio.sampleRate, channels: 1)
            let microphone = try CaptureDevice(device, format)
            while true {
                let samples = try microphone.read()
                counter.store(microphone.overruns, ordering: .relaxed)
                let chunk = AudioChunk(samples, capturedAt: microphone.capturedAt)
                guard heard.sendBlocking(chunk) else { return nil }
            }
        } catch {
            return error
        }
    }
}
