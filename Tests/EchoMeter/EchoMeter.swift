// SPDX-License-Identifier: MIT-0

import Glibc
import Hearing
import Waveform

/// `EchoControl` over one recording, for scripts/bench echo:
///
///     EchoMeter LATE < FRAMES > RESULT
///
/// FRAMES: for each 10 ms at 16 kHz, 160 samples of the microphone, then 160 of the playback (16-bit,
/// host order). LATE: how much later than it is heard the playback is said to sound, in ms.
/// RESULT: for each 10 ms 160 samples and one more: 1 where the user speaks, 2 more where something
/// stirs, 4 more where the echo is cancelled, 8 where it is absent. stderr: seconds of CPU.
@main
struct EchoMeter {
    private static let size = PipelineAudio.activityFrame

    static func main() {
        let late = Duration.milliseconds(Int(CommandLine.arguments.dropFirst().first ?? "") ?? 0)
        let control = EchoControl()
        var position = 0
        var spent: clock_t = 0
        while let samples = next() {
            let before = clock()
            let now = Duration.seconds(1) + PipelineAudio.duration(frames: position)
            position += size
            control.play(Array(samples[size...]), soundsAt: now + late)
            let captured = Duration.seconds(1) + PipelineAudio.duration(frames: position)
            let frames = control.hear(Array(samples[..<size]), capturedAt: captured)
            spent += clock() - before
            for frame in frames { write(frame.samples + [marks(frame)]) }
        }
        write(2, "\(Double(spent) / Double(CLOCKS_PER_SEC))\n")
    }

    private static func marks(_ frame: EchoFrame) -> Int16 {
        let state: Int16 =
            switch frame.state {
            case .unproven: 0
            case .cancelled: 4
            case .absent: 8
            }
        return (frame.isSpeech ? 1 : 0) + (frame.isStir ? 2 : 0) + state
    }

    /// Microphone and playback of the next 10 ms; nil at the end.
    private static func next() -> [Int16]? {
        var samples = [Int16](repeating: 0, count: 2 * size)
        let wanted = 2 * samples.count
        var done = 0
        while done < wanted {
            let count = samples.withUnsafeMutableBytes {
                read(0, $0.baseAddress.map { $0 + done }, wanted - done)
            }
            guard count > 0 else { return nil }
            done += count
        }
        return samples
    }

    private static func write(_ samples: [Int16]) {
        samples.withUnsafeBytes { _ = Glibc.write(1, $0.baseAddress, $0.count) }
    }

    private static func write(_ descriptor: Int32, _ text: String) {
        _ = Glibc.write(descriptor, text, text.utf8.count)
    }
}
