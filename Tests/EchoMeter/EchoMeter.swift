// SPDX-License-Identifier: MIT-0

import Glibc
import Hearing
import Waveform

/// `EchoControl` over one recording, for scripts/bench echo:
///
///     EchoMeter < FRAMES > RESULT
///
/// FRAMES: for each 10 ms at 16 kHz, 160 samples of the microphone, then 160 of the playback (16-bit,
/// host order). RESULT: for each 10 ms 160 samples and one more: 1 where the user speaks, 2 more
/// where something stirs, 4 more where the echo is cancelled, 8 where it is absent. stderr: seconds
/// of CPU.
///
/// Told as by devices: playback in bursts of up to 100 ms, and not at all where it is silent; the
/// microphone every 20 ms; every moment is up to 4 ms off.
@main
struct EchoMeter {
    private static let size = PipelineAudio.activityFrame
    private static let burst = 10, chunk = 2

    static func main() {
        let frames = sequence(state: (), next: { _ in next() }).map { $0 }
        let control = EchoControl()
        let start = Duration.seconds(1)
        var random = Jitter()
        var spent: clock_t = 0
        for index in stride(from: 0, to: frames.count - chunk + 1, by: chunk) {
            let before = clock()
            if index % burst == 0 {
                for place in index..<min(index + burst, frames.count) {
                    let samples = Array(frames[place][size...])
                    guard samples.contains(where: { $0 != 0 }) else { continue }
                    let moment = start + PipelineAudio.duration(frames: place * size)
                    control.play(samples, soundsAt: moment + random.next())
                }
            }
            let heard = frames[index..<index + chunk].flatMap { $0[..<size] }
            let end = start + PipelineAudio.duration(frames: (index + chunk) * size)
            let results = control.hear(heard, capturedAt: end + random.next())
            spent += clock() - before
            for frame in results { write(frame.samples + [marks(frame)]) }
        }
        let seconds = "\(Double(spent) / Double(CLOCKS_PER_SEC))\n"
        _ = Glibc.write(2, seconds, seconds.utf8.count)
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
}

/// The same moments each time, off by up to 4 ms (Knuth's linear congruential generator).
private struct Jitter {
    private var state: UInt64 = 1

    mutating func next() -> Duration {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return .microseconds(Int(state >> 33) % 8_001 - 4_000)
    }
}
