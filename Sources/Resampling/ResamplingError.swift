// SPDX-License-Identifier: MIT-0

package import Reporting

/// Why audio can't be converted.
package enum ResamplingError: ReportableError, Equatable {
    /// No converter goes from the one rate (Hz) to the other.
    case rate(from: Int, to: Int)
    /// The number of channels is none that audio can have.
    case channels(Int)
    /// libsamplerate's own words, with its code.
    case library(String, code: Int32)

    package var description: String {
        switch self {
        case .rate(let from, let to): "cannot convert a sample rate of \(from) Hz to \(to) Hz"
        case .channels(let count): "cannot convert audio of \(count) channels"
        case .library(let reason, let code): "cannot convert the sample rate: \(reason) (\(code))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .rate, .channels: .badInput
        case .library: .software
        }
    }
}
