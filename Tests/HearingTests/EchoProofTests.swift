// SPDX-License-Identifier: MIT-0

import Testing
import Waveform

@testable import Hearing

struct EchoProofTests {
    private var proof = EchoProof()

    /// `#` an echo of -30 dBFS of which 20 dB are taken, `-` one that is not taken, `0` loud playback
    /// without an echo, `u` the user over an echo that is taken, `.` no playback. The noise is at
    /// -70 dBFS. The state after each: `?`, `c`ancelled, `a`bsent.
    private mutating func states(_ timeline: String) -> String {
        String(
            timeline.map { frame in
                switch proof.handle(measurement(frame)) {
                case .unproven: "?"
                case .cancelled: "c"
                case .absent: "a"
                }
            })
    }

    private func measurement(_ frame: Character) -> EchoProof.Measurement {
        var result = EchoProof.Measurement(
            isLoud: true, heard: 1e-3, left: 1e-5, noise: 1e-7, heardCoefficient: 0.9,
            leftCoefficient: 0.1)
        switch frame {
        case "-": (result.left, result.leftCoefficient) = (1e-3, 0.9)
        case "0": (result.heard, result.left, result.heardCoefficient) = (2e-7, 2e-7, 0.1)
        case "u": (result.heard, result.left, result.heardCoefficient) = (2e-3, 1e-3, 0.6)
        case ".": (result.isLoud, result.heard, result.left) = (false, 1e-7, 1e-7)
        default: break
        }
        return result
    }

    private func run(_ frame: String, _ count: Int) -> String {
        String(repeating: frame, count: count)
    }

    @Test mutating func `10 dB over 250 ms prove it`() {
        #expect(states(run("#", 24)) == run("?", 24))
        #expect(states("#") == "c")
    }

    @Test mutating func `only loud playback counts`() {
        #expect(states(run("#", 24) + run(".", 500) + "#") == run("?", 524) + "c")
    }

    @Test mutating func `an echo that stays proves nothing`() {
        #expect(states(run("-", 300)) == run("?", 300))
    }

    @Test mutating func `no echo is proven when the longest delay has passed too`() {
        #expect(states(run("0", 64)) == run("?", 64))
        #expect(states("0") == "a")
    }

    @Test mutating func `a lost echo is taken back within 60 ms, and proven anew`() {
        #expect(states(run("#", 25)).last == "c")
        #expect(states(run("-", 6)) == "ccccc?")
        #expect(states(run("#", 24)) == run("?", 24))
        #expect(states("#") == "c")
    }

    @Test mutating func `the user takes nothing back`() {
        #expect(states(run("#", 25)).last == "c")
        #expect(states(run("u", 300)) == run("c", 300))
    }

    @Test mutating func `the user alone proves nothing`() {
        #expect(states(run("u", 300)) == run("?", 300))
    }

    @Test mutating func `headphones that are taken off are noticed`() {
        #expect(states(run("0", 65)).last == "a")
        #expect(states(run("-", 6)) == "aaaaa?")
    }

    @Test mutating func `a faint echo is cancelled when the noise is all that is left`() {
        let faint = EchoProof.Measurement(
            isLoud: true, heard: 4e-7, left: 1e-7, noise: 1e-7, heardCoefficient: 0.7,
            leftCoefficient: 0.1)
        for _ in 0..<24 { #expect(proof.handle(faint) == .unproven) }
        #expect(proof.handle(faint) == .cancelled)
    }
}
