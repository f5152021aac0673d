// SPDX-License-Identifier: MIT-0

import Channels
import Glibc

/// What a player's thread does, one order at a time. Lives on that thread.
struct PlayerWorker {
    let orders: Channel<PlayerOrder>
    let progress: PlayerProgress
    let sounding: @Sendable (Bool) -> Void
    let open: (Duration) throws -> PlaybackDevice
    /// What the device holds.
    private var latency: Duration
    /// Without audio for this long, the device is given back.
    private let keepsOpen: Duration

    private var device: PlaybackDevice?
    private var isSounding = false
    /// When the last frame was written, and whether nothing was there to write since.
    private var lastWrite: Duration = .zero
    private var isStarved = true
    /// Frames heard and underruns of devices that are closed by now.
    private var earlierFrames = 0
    private var earlierUnderruns = 0
    /// Queued frames of the present generation's predecessor, dropped since the last cut was answered.
    private var droppedFrames = 0

    /// Without audio for this long, a device that was not filled starts to sound nevertheless.
    private static let startAfter: Duration = .milliseconds(100)
    /// What the device holds at most.
    private static let mostLatency: Duration = .milliseconds(400)
    /// How long the queue is left alone while the device sounds and nothing comes.
    private static let tick: useconds_t = 10_000
    /// The same while it is silent: only to give it back in time.
    private static let slowTick: Duration = .milliseconds(250)

    init(
        orders: Channel<PlayerOrder>, progress: PlayerProgress,
        latency: Duration = .milliseconds(100), keepsOpen: Duration = .seconds(2),
        sounding: @escaping @Sendable (Bool) -> Void,
        open: @escaping (Duration) throws -> PlaybackDevice
    ) {
        self.latency = latency
        self.keepsOpen = keepsOpen
        self.orders = orders
        self.progress = progress
        self.sounding = sounding
        self.open = open
    }

    /// Returns when the orders have ended and the device is closed.
    mutating func run() {
        while let order = next() {
            switch order {
            case .prepare: attempt { try $0.prepare() }
            case .play(let samples, let generation): attempt { try $0.play(samples, generation) }
            case .drain(let reply): answer(reply) { try $0.drain() }
            case .cut(let reply): answer(reply) { try $0.cut() }
            case .close(let reply): answer(reply) { try $0.close() }
            }
        }
    }

    /// The next order; meanwhile looks after the device.
    private mutating func next() -> PlayerOrder? {
        while device != nil {
            if let order = orders.tryReceive() { return order }
            isStarved = true
            attempt { try $0.idle() }
            let limit = isSounding ? .microseconds(Int(Self.tick)) : Self.slowTick
            switch try? orders.receiveBlocking(within: limit) {
            case .element(let order): return order
            case .timedOut: continue
            case .end, nil: return nil
            }
        }
        return (try? orders.receiveBlocking()) ?? nil
    }

    private mutating func play(_ samples: [Int16], _ generation: Int) throws {
        guard generation == progress.generation else {
            droppedFrames += samples.count / (device?.format.channels ?? 1)
            return
        }
        setSounding(true)
        let device = try opened()
        let gain = progress.gain
        let scaled = gain == 1 ? samples : samples.map { Int16(Float($0) * gain) }
        try device.write(scaled, isLate: isStarved)
        isStarved = false
        lastWrite = monotonicNow()
        report()
    }

    private mutating func opened() throws -> PlaybackDevice {
        if let device { return device }
        let device = try open(latency)
        self.device = device
        return device
    }

    private mutating func prepare() throws {
        _ = try opened()
        lastWrite = monotonicNow()
    }

    /// The device has fallen silent: one that ran dry is opened anew with more to hold.
    private mutating func adapt() {
        guard let device, device.underruns > 0, latency < Self.mostLatency else { return }
        latency = min(latency * 3 / 2, Self.mostLatency)
        closeDevice()
    }

    /// Nothing to write: starts what was not filled, notices the end of the sound, closes in time.
    private mutating func idle() throws {
        guard let device else { return }
        let silence = monotonicNow() - lastWrite
        if silence >= Self.startAfter { try device.start() }
        report()
        if device.isSilent { setSounding(false) }
        if silence >= keepsOpen, !isSounding { closeDevice() }
    }

    /// Waits for silence before it drains: a cut need not wait for it so, and a PulseAudio server that
    /// is asked to drain when it has handed its last frames on forgets those that are not heard yet.
    private mutating func drain() throws -> Int {
        guard let device else { return 0 }
        try device.start()
        let generation = progress.generation
        while !device.isSilent {
            if generation != progress.generation { return 0 }
            usleep(Self.tick)
        }
        try device.drain()
        report()
        setSounding(false)
        adapt()
        return 0
    }

    private mutating func cut() throws -> Int {
        let queued = droppedFrames
        droppedFrames = 0
        guard let device else { return queued }
        let unheard = try device.drop()
        report()
        setSounding(false)
        return queued + unheard
    }

    private mutating func close() throws -> Int {
        _ = try device?.drop()
        closeDevice()
        return 0
    }

    private mutating func closeDevice() {
        report()
        if let device {
            earlierFrames += device.playedFrames
            earlierUnderruns += device.underruns
        }
        device = nil
        setSounding(false)
    }

    private func report() {
        guard let device else { return }
        progress.report(
            playedFrames: earlierFrames + device.playedFrames,
            underruns: earlierUnderruns + device.underruns)
    }

    private mutating func setSounding(_ sounds: Bool) {
        guard sounds != isSounding else { return }
        isSounding = sounds
        sounding(sounds)
    }

    /// Once the device has failed nothing is done any more but answering.
    private mutating func attempt(_ work: (inout PlayerWorker) throws -> Void) {
        guard progress.failure == nil else { return }
        do {
            try work(&self)
        } catch {
            progress.fail(error)
            device = nil
            setSounding(false)
        }
    }

    private mutating func answer(
        _ reply: Channel<Int>, _ work: (inout PlayerWorker) throws -> Int
    ) {
        attempt { worker in reply.trySend(try work(&worker)) }
        reply.finish(throwing: progress.failure)
    }
}
