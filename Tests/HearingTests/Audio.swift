// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// Sounds to listen to: 16 kHz mono, full scale ±1.
enum Audio {
    static let second = 16_000

    /// Speech by espeak-ng at -22 dBFS while it lasts.
    static func speech(_ text: String, voice: String) throws -> [Float] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let script = """
            espeak-ng -v "$2" --stdout "$1" | \
            sox -D -t wav - -r 16000 -c 1 -b 16 -e signed -t raw -
            """
        process.arguments = ["-c", script, "sh", text, voice]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0 && bytes.count > 3_200)
        let samples = stride(from: 0, to: bytes.count - 1, by: 2).map {
            Float(Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8)) / 32768
        }
        let voiced = samples.filter { abs($0) > 0.01 }
        return scaled(samples, by: 0.08 / rms(voiced))
    }

    static func white(_ count: Int, rms level: Float, seed: UInt64) -> [Float] {
        var random = Seeded(seed)
        let noise = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
        return scaled(noise, by: level / rms(noise))
    }

    /// -3 dB an octave: a sum of six one-pole filters over white noise (Paul Kellet, 1999).
    static func pink(_ count: Int, rms level: Float, seed: UInt64) -> [Float] {
        let poles: [(decay: Float, gain: Float)] = [
            (0.99886, 0.0555179), (0.99332, 0.0750759), (0.96900, 0.1538520),
            (0.86650, 0.3104856), (0.55000, 0.5329522), (-0.7616, -0.0168980),
        ]
        var states = [Float](repeating: 0, count: poles.count)
        let noise = white(count, rms: 0.3, seed: seed).map { white in
            for (index, pole) in poles.enumerated() {
                states[index] = pole.decay * states[index] + pole.gain * white
            }
            return states.reduce(0.5362 * white, +)
        }
        return scaled(noise, by: level / rms(noise))
    }

    static func silence(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }

    static func sum(_ one: [Float], _ other: [Float]) -> [Float] { zip(one, other).map { $0 + $1 } }

    static func samples(_ audio: [Float]) -> [Int16] {
        audio.map { Int16(max(-32768, min(32767, ($0 * 32768).rounded()))) }
    }

    static func rms(_ audio: some Collection<Float>) -> Float {
        (audio.reduce(0) { $0 + $1 * $1 } / Float(max(audio.count, 1))).squareRoot()
    }

    private static func scaled(_ audio: [Float], by gain: Float) -> [Float] {
        audio.map { $0 * gain }
    }
}
