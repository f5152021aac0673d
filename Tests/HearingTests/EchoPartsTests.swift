// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing
import Waveform

@testable import Hearing

/// The parts of `EchoControl`, each alone.
struct EchoPartsTests {
    @Test(arguments: [0, 37, 1_111, 6_000])
    func `the lag of an echo is found`(delay: Int) {
        let noise = Audio.samples(Audio.pink(16_000, rms: 0.1, seed: 4))
        let late = [Int16](repeating: 0, count: delay) + noise
        var correlation = EchoCorrelation()
        for start in stride(from: 0, to: 16_000, by: 160) {
            correlation.handle(
                source: Array(noise[start..<start + 160]), Array(late[start..<start + 160]))
        }
        #expect(abs(correlation.peak.lag - delay) <= 4)
        #expect(correlation.peak.coefficient > 0.7)
    }

    @Test func `two noises have little in common`() {
        let (one, other) = (
            Audio.samples(Audio.pink(16_000, rms: 0.1, seed: 4)),
            Audio.samples(Audio.pink(16_000, rms: 0.1, seed: 5))
        )
        var correlation = EchoCorrelation()
        for start in stride(from: 0, to: 16_000, by: 160) {
            correlation.handle(
                source: Array(one[start..<start + 160]), Array(other[start..<start + 160]))
            if start > 8_000 { #expect(correlation.peak.coefficient < EchoProof.nothing) }
        }
    }

    @Test func `silence has nothing in common with silence`() {
        var correlation = EchoCorrelation()
        let silence = [Int16](repeating: 0, count: 160)
        correlation.handle(source: silence, silence)
        #expect(correlation.peak == EchoCorrelation.Peak())
    }

    @Test func `a capture clock smooths what jitters`() throws {
        var clock = CaptureClock()
        var random = Seeded(9)
        #expect(clock.position(at: .zero) == nil)
        for chunk in 1...200 {
            let jitter = Duration.microseconds(Int.random(in: -4_000...4_000, using: &random))
            let moment = Duration.seconds(7) + .milliseconds(20 * chunk) + jitter
            clock.note(position: 320 * chunk, capturedAt: moment)
        }
        let position = try #require(clock.position(at: .seconds(8)))
        #expect(abs(position - 16_000) < 24)
    }

    @Test func `a capture clock follows a loss at once`() {
        var clock = CaptureClock()
        clock.note(position: 320, capturedAt: .milliseconds(20))
        clock.note(position: 640, capturedAt: .milliseconds(540))
        #expect(clock.position(at: .milliseconds(540)) == 640)
    }

    @Test func `the noise is the least that is heard`() {
        var floor = NoiseFloor()
        for _ in 0..<50 { floor.handle(1e-6) }
        for _ in 0..<300 { floor.handle(1e-2) }
        #expect(floor.power < 2e-6)
        for _ in 0..<900 { floor.handle(1e-4) }
        #expect(floor.power > 0.9e-4)
    }

    @Test func `what the canceller leaves is learned, and more than that is the user`() {
        var guardian = ResidualGuard()
        func isStir(_ left: Float, isEcho: Bool = false) -> Bool {
            guardian.isStir(left: left, playback: 1e-2, noise: 1e-7, isEcho: isEcho)
        }
        for _ in 0..<2_000 { _ = isStir(1e-7) }
        #expect(isStir(1e-5))
        // The same, known to be echo, is learned.
        for _ in 0..<200 { #expect(!isStir(1e-4, isEcho: true)) }
        #expect(!isStir(1e-4))
        #expect(isStir(1e-3))
        // Two seconds of the user's voice are not.
        for _ in 0..<200 { #expect(isStir(1e-2)) }
    }

    @Test func `where playback begins more may be left for half a second`() {
        var guardian = ResidualGuard()
        func isStir(_ left: Float) -> Bool {
            guardian.isStir(left: left, playback: 1e-2, noise: 1e-7, isEcho: false)
        }
        for _ in 0..<2_000 { _ = isStir(1e-7) }
        #expect(isStir(1e-5))
        // A pause of an answer changes nothing.
        for _ in 0..<99 { guardian.pass() }
        #expect(isStir(1e-5))
        for _ in 0..<100 { guardian.pass() }
        #expect(!isStir(1e-5))
        #expect(isStir(1e-3))
        for _ in 0..<48 { _ = isStir(1e-7) }
        #expect(isStir(1e-5))
    }
}
