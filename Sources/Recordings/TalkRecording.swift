// SPDX-License-Identifier: MIT-0

import Channels
import Filter
import Glibc
import Synchronization
package import Waveform

/// Keeps both sides of a conversation as two WAVs on one time line: what the microphone heard, and
/// what the loudspeaker played. Stands before another hearing, which goes on to do its work.
///
/// Files are written on a thread of its own.
package final class TalkRecording: UserHearing {
    private enum Order: Sendable {
        case heard([Int16]), played([Int16], at: Int), cut(at: Int)
    }

    private let hearing: any UserHearing
    /// When frame 0 was captured.
    private let start = Mutex<Duration?>(nil)
    private let orders = Channel<Order>(capacity: 1000)
    private let ended = Channel<Never>(capacity: 1)

    /// Creates `user.wav` and `assistant.wav` in a folder, and the folder if it isn't there.
    package init(in folder: String, _ hearing: any UserHearing) throws {
        self.hearing = hearing
        mkdir(folder, 0o700)  // where it can't be made, no file can be created in it, which is told
        let user = try Output.creating(folder + "/user.wav")
        let assistant = try Output.creating(folder + "/assistant.wav")
        let (orders, ended) = (orders, ended)
        _ = Thread {
            do {
                try Self.write(orders, user, assistant)
                ended.finish()
            } catch {
                orders.cancel()
                ended.finish(throwing: error)
            }
        }
    }

    package func hear(_ samples: [Int16], capturedAt: Duration) -> [EchoFrame] {
        start.withLock {
            $0 = $0 ?? capturedAt - PipelineAudio.duration(frames: samples.count)
        }
        orders.trySend(.heard(samples))
        return hearing.hear(samples, capturedAt: capturedAt)
    }

    package func play(_ samples: [Int16], soundsAt: Duration) {
        if let place = place(of: soundsAt) { orders.trySend(.played(samples, at: place)) }
        hearing.play(samples, soundsAt: soundsAt)
    }

    package func cut(at moment: Duration) {
        if let place = place(of: moment) { orders.trySend(.cut(at: place)) }
        hearing.cut(at: moment)
    }

    /// Completes the files; throws what went wrong with them.
    package func close() async throws {
        orders.finish()
        _ = try await ended.receive()
    }

    private func place(of moment: Duration) -> Int? {
        start.withLock { $0 }.map { max(0, PipelineAudio.frames(in: moment - $0)) }
    }

    private static func write(
        _ orders: Channel<Order>, _ user: Output, _ assistant: Output
    ) throws {
        let files = (
            user: AudioFile(user, isWAV: true), assistant: AudioFile(assistant, isWAV: true)
        )
        var line = Line()
        while let order = try orders.receiveBlocking() {
            switch order {
            case .heard(let samples): try files.user.write(samples)
            case .played(let samples, let place): line.add(samples, at: place)
            case .cut(let place): line.cut(at: place)
            }
            try files.assistant.write(line.takeSettled())
        }
        try files.assistant.write(line.takeAll())
        try files.user.finish()
        try files.assistant.finish()
        try user.close()
        try assistant.close()
    }

    /// What was played, of which the last seconds may still be cut.
    private struct Line {
        /// 2 s.
        private static let unsettled = 2 * PipelineAudio.sampleRate

        private var samples: [Int16] = []
        private var taken = 0

        private var end: Int { taken + samples.count }

        /// Blocks that follow each other are joined; where the loudspeaker was silent is silence.
        mutating func add(_ added: [Int16], at place: Int) {
            let gap = place - end
            if gap > PipelineAudio.sampleRate / 10 || end == 0 {
                samples += repeatElement(0, count: max(0, gap))
            }
            samples += added
        }

        mutating func cut(at place: Int) {
            samples.removeLast(min(max(0, end - place), samples.count))
        }

        mutating func takeSettled() -> [Int16] { take(samples.count - Self.unsettled) }
        mutating func takeAll() -> [Int16] { take(samples.count) }

        private mutating func take(_ count: Int) -> [Int16] {
            guard count > 0 else { return [] }
            defer { samples.removeFirst(count) }
            taken += count
            return Array(samples.prefix(count))
        }
    }
}
