// SPDX-License-Identifier: MIT-0

import Sound
import Synchronization

/// Plays one track after the other, on one device; silent for good once it is stopped.
final class Playback: Sendable {
    private struct State {
        var player: Player?
        var isStopped = false
    }

    private let state = Mutex(State())
    private let device: String
    private let latency: Duration
    private let volume: Volume
    private let sounding: @Sendable (Bool) -> Void

    /// - Parameter sounding: told when the device begins and ends to sound.
    init(
        device: String, latency: Duration, volume: Volume,
        sounding: @escaping @Sendable (Bool) -> Void
    ) {
        self.device = device
        self.latency = latency
        self.volume = volume
        self.sounding = sounding
    }

    /// Plays a track, or reads it to its end in silence; everything but the last `latency` of it has
    /// been heard then.
    /// - Returns: whether there was anything in it.
    func play(_ track: Track) throws -> Bool {
        var isEmpty = true
        while let samples = try track.next(), let format = track.format {
            isEmpty = false
            try player(for: format)?.play(volume.apply(to: samples))
        }
        return !isEmpty
    }

    /// Waits until everything has been heard, and gives the device back.
    func finish() throws {
        guard let player = state.withLock({ $0.player }) else { return }
        try player.drain()
        try player.close()
    }

    /// Falls silent at once; from any thread.
    func stop() {
        let player = state.withLock { state in
            state.isStopped = true
            return state.player
        }
        try? player?.close()
    }

    /// How often the device ran dry although there was something to play.
    var underruns: Int { state.withLock { $0.player?.underruns ?? 0 } }

    /// The player of that format; nil once stopped.
    private func player(for format: StreamFormat) throws -> Player? {
        if state.withLock({ $0.player?.format != format }) { try finish() }
        return state.withLock { state in
            guard !state.isStopped else { return nil }
            if let player = state.player, player.format == format { return player }
            state.player = Player(
                device: device, format: format, latency: latency, sounding: sounding)
            return state.player
        }
    }
}
