// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Synchronization
import Waveform

/// A microphone that tasks listen to: 16 kHz mono in chunks of 20 ms, on a thread of its own.
///
/// Where the consumer is late and its channel full, the device waits; after 500 ms it runs over,
/// which is counted.
package final class Microphone: AudioSource {
    private let device: String
    private let counter = Atomic<Int>(0)

    package init(device: String = "default") { self.device = device }

    /// How often audio was lost because it was not fetched in time.
    package var overruns: Int { counter.load(ordering: .relaxed) }

    /// Captures until the task is cancelled or `output` is closed by its consumer (both throw
    /// `CancellationError`) or the device fails (`SoundError`). The device is closed when this returns.
    package func capture(into output: Channel<AudioChunk>) async throws {
        let end = await withTaskCancellationHandler {
            await withUnsafeContinuation { end in
                _ = Thread { end.resume(returning: self.listen(into: output)) }
            }
        } onCancel: {
            output.cancel()
        }
        throw end
    }

    /// - Returns: why it ended: `CancellationError` if nobody listens any more.
    private func listen(into heard: Channel<AudioChunk>) -> any Error {
        do {
            let format = StreamFormat(rate: PipelineAudio.sampleRate, channels: 1)
            let microphone = try CaptureDevice(device, format)
            while true {
                let samples = try microphone.read()
                counter.store(microphone.overruns, ordering: .relaxed)
                let chunk = AudioChunk(samples, capturedAt: microphone.capturedAt)
                guard heard.sendBlocking(chunk) else { return CancellationError() }
            }
        } catch {
            return error
        }
    }
}
