// SPDX-License-Identifier: MIT-0

package import Reporting

/// Why a file is not read as audio.
package enum WaveformError: ReportableError, Equatable {
    /// The WAV header contradicts itself or ends too early; `offset` is in bytes from the start.
    case brokenWAV(String, offset: UInt64)
    /// The WAV holds compressed sound: the name of the codec and its format tag.
    case compressedWAV(codec: String, tag: UInt16)
    /// The WAV is whole, and of a kind that is not read.
    case unsupportedWAV(String)
    /// Not a WAV, and no raw audio either.
    case otherFormat(String)

    package var description: String {
        switch self {
        case .brokenWAV(let what, let offset): "broken WAV: \(what) (byte \(offset))"
        case .compressedWAV(let codec, let tag):
            "compressed WAV: it holds \(codec) (format 0x\(hexadecimal(tag)));"
                + " only PCM, float, A-law and \u{B5}-law are read"
        case .unsupportedWAV(let what): "unsupported WAV: \(what)"
        case .otherFormat(let name): "unsupported audio: \(name); only WAV and raw PCM are read"
        }
    }

    package var hint: String? {
        switch self {
        case .brokenWAV: nil
        case .compressedWAV, .unsupportedWAV, .otherFormat:
            "convert it first: sox INPUT -r 16000 -c 1 -b 16 -e signed OUTPUT.wav"
        }
    }

    package var status: ExitStatus { .badInput }

    private func hexadecimal(_ tag: UInt16) -> String {
        let digits = String(tag, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
