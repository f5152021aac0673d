// SPDX-License-Identifier: MIT-0

import Channels

/// Plays blocks of audio on a thread of its own: what stands between a writer that comes and goes and
/// a device that can't wait.
///
/// The device is opened at the first frame and closed after `keepsOpen` without any. At most `queue`
/// blocks of 20 ms wait besides what the device holds (`latency`); then `play` waits. Where the device
/// ran dry although there was something to play, it holds half as much again after the next pause.
/// Its calls block; `Loudspeaker` has the same for tasks. When the device fails, the next `play`, and
/// every `drain` and `cut`, throw that `SoundError`.
package final class Player: Sendable {
    package let format: StreamFormat
    let orders: Channel<PlayerOrder>
    let progress = PlayerProgress()

    /// - Parameter sounding: called on the player's thread, with true before the first frame goes to the
    ///   device and with false when the last has been heard or cut.
    package init(
        device: String = "default", format: StreamFormat, latency: Duration = .milliseconds(100),
        queue: Int = 10, keepsOpen: Duration = .seconds(2),
        sounding: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        self.format = format
        orders = Channel(capacity: queue)
        let (orders, progress) = (orders, progress)
        _ = Thread {
            var worker = PlayerWorker(
                orders: orders, progress: progress, latency: latency, keepsOpen: keepsOpen,
                sounding: sounding
            ) { try PlaybackDevice(device, format, latency: $0) }
            worker.run()
        }
    }

    deinit { orders.finish() }

    /// Queues whole frames (interleaved). A cut that comes meanwhile ends the call: the rest is dropped.
    package func play(_ samples: [Int16]) throws {
        guard let generation = progress.generation else { return }
        for block in blocks(samples) where progress.generation == generation {
            try progress.check()
            guard orders.sendBlocking(.play(block, generation)) else { return }
        }
        try progress.check()
    }

    /// Waits until everything queued has been heard.
    package func drain() throws { _ = try ask(PlayerOrder.drain) }

    /// Falls silent at once, dropping what is queued and what the device holds.
    /// - Returns: the frames that were queued and not heard.
    @discardableResult
    package func cut() throws -> Int {
        progress.beginGeneration()
        return try ask(PlayerOrder.cut)
    }

    /// Falls silent at once, for good, and gives the device back: what is played from now on is dropped.
    package func close() throws {
        progress.beginGeneration(isLast: true)
        _ = try ask(PlayerOrder.close)
    }

    /// Frames heard since the first.
    package var playedFrames: Int { progress.playedFrames }

    /// How often the device ran dry although audio was queued.
    package var underruns: Int { progress.underruns }

    /// 20 ms each: a cut waits for one at most (for a second where the device stands still).
    func blocks(_ samples: [Int16]) -> [[Int16]] {
        let size = format.period * format.channels
        return stride(from: 0, to: samples.count, by: size).map {
            Array(samples[$0..<min($0 + size, samples.count)])
        }
    }

    private func ask(_ order: (Channel<Int>) -> PlayerOrder) throws -> Int {
        let reply = Channel<Int>(capacity: 1)
        guard orders.sendBlocking(order(reply)) else { return 0 }
        return try reply.receiveBlocking() ?? 0
    }
}
