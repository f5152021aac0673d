// SPDX-License-Identifier: MIT-0

/// What Polly makes of its speech. Rates: polly's service model, SampleRate.
package enum PollyFormat: String, Sendable, CaseIterable {
    /// Signed 16-bit little-endian, mono, without a header.
    case pcm
    case mp3
    /// Vorbis in Ogg.
    case ogg
    /// Opus in Ogg.
    case opus

    /// `OutputFormat`
    var wireName: String {
        switch self {
        case .pcm, .mp3: rawValue
        case .ogg: "ogg_vorbis"
        case .opus: "ogg_opus"
        }
    }

    /// Hz.
    package var rates: [Int] {
        switch self {
        case .pcm: [8000, 16000]
        case .mp3, .ogg: [8000, 16000, 22050, 24000, 44100, 48000]
        case .opus: [48000]
        }
    }
}
