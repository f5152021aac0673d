// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Glibc

/// How loud: `80%` (or `80`) of full scale, or `-6dB`. More than full scale is clipped.
struct Volume: ExpressibleByArgument, Sendable, Equatable {
    /// What each sample is multiplied by.
    let gain: Double

    static let full = Volume(gain: 1)

    private init(gain: Double) { self.gain = gain }

    /// 0–100 %, or -120–20 dB.
    init?(argument: String) {
        if argument.lowercased().hasSuffix("db") {
            guard let decibels = Double(argument.dropLast(2)), (-120...20).contains(decibels) else {
                return nil
            }
            gain = pow(10, decibels / 20)
        } else {
            let digits = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
            guard let percent = Double(digits), (0...100).contains(percent) else { return nil }
            gain = percent / 100
        }
    }

    var defaultValueDescription: String { "100%" }

    func apply(to samples: [Int16]) -> [Int16] {
        guard self != .full else { return samples }
        return samples.map { sample in
            Int16(max(-32768, min(32767, (Double(sample) * gain).rounded())))
        }
    }
}
