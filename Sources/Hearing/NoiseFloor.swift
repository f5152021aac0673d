// SPDX-License-Identifier: MIT-0

/// The power of the room's noise: the least that was heard over 100 ms within the last 4 to 8 s
/// (minimum statistics, Martin 1994, without its bias correction). Pure, fed every 10 ms.
struct NoiseFloor: Sendable, Equatable {
    private static let span = 400
    private var smoothed: Float?
    private var count = 0
    private var current = Float.infinity, previous = Float.infinity

    /// Mean square, full scale 1.
    private(set) var power: Float = 0

    /// Takes the power of the next 10 ms of the microphone.
    mutating func handle(_ heard: Float) {
        let smooth = (smoothed ?? heard) * 0.9 + heard * 0.1
        smoothed = smooth
        current = min(current, smooth)
        count += 1
        // Digital silence is no noise, but nothing is quieter than a bit either.
        power = max(min(current, previous), 1e-9)
        guard count == Self.span else { return }
        (previous, current, count) = (current, smooth, 0)
    }
}
