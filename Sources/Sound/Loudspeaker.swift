// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Waveform

/// A loudspeaker that tasks play on: 16 kHz mono, on a thread of its own.
package final class Loudspeaker: AudioSink {
    private let player: Player

    /// - Parameters:
    ///   - latency: what the device holds; less answers faster, more survives a busier machine.
    ///   - sounding: told on the player's thread when the device begins and ends to sound.
    package init(
        device: String = "default", latency: Duration = .milliseconds(100), queue: Int = 10,
        keepsOpen: Duration = .seconds(2),
        sounding: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        player = Player(
            device: device, format: StreamFormat(rate: PipelineAudio.sampleRate, channels: 1),
            latency: latency, queue: queue, keepsOpen: keepsOpen, sounding: sounding)
    }

    /// Queues frames; waits while 200 ms are queued. A cut that comes meanwhile ends the call.
    package func play(_ samples: [Int16]) async throws {
        guard let generation = player.progress.generation else { return }
        for block in player.blocks(samples) where player.progress.generation == generation {
            try player.progress.check()
            try await player.orders.send(.play(block, generation))
        }
        try player.progress.check()
    }

    package func drain() async throws { _ = try await ask(PlayerOrder.drain) }

    @discardableResult
    package func cut() async throws -> Int {
        player.progress.beginGeneration()
        return try await ask(PlayerOrder.cut)
    }

    package func prepare() async { player.orders.trySend(.prepare) }

    package func setGain(_ gain: Float) async { player.progress.gain = gain }

    package var playedFrames: Int { player.playedFrames }

    /// How often the device ran dry although audio was queued.
    package var underruns: Int { player.underruns }

    /// Gives the device back; what was not drained is not heard.
    package func close() async throws {
        player.progress.beginGeneration(isLast: true)
        _ = try await ask(PlayerOrder.close)
    }

    private func ask(_ order: (Channel<Int>) -> PlayerOrder) async throws -> Int {
        let reply = Channel<Int>(capacity: 1)
        try await player.orders.send(order(reply))
        return try await reply.receive() ?? 0
    }
}
