// SPDX-License-Identifier: MIT-0

import Glibc
import Waveform

/// Shows on the terminal how loud it is: a bar from -60 to 0 dBFS, ten times a second.
struct Meter {
    private var samples: [Int16] = []
    private let interval: Int
    private static let width = 40

    /// - Parameter samplesPerSecond: of all channels.
    init(samplesPerSecond: Int) { interval = max(1, samplesPerSecond / 10) }

    mutating func show(_ new: [Int16]) {
        samples += new
        guard samples.count >= interval else { return }
        let loudness = Loudness(of: samples)
        samples = []
        let filled = Int((max(-60, loudness.rms) / 60 + 1) * Double(Self.width))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: " ", count: Self.width - filled)
        draw("\r[\(bar)] \(loudness.peak >= 0 ? "CLIP" : "    ")")
    }

    /// Gives the line back.
    func clear() { draw("\r\(String(repeating: " ", count: Self.width + 8))\r") }

    private func draw(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
