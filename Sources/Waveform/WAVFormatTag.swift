// SPDX-License-Identifier: MIT-0

/// The codec of a WAV's sound: `wFormatTag` (Microsoft's `mmreg.h`, RFC 2361).
struct WAVFormatTag: RawRepresentable, Equatable, Sendable {
    let rawValue: UInt16

    static let pcm = WAVFormatTag(rawValue: 1)
    static let float = WAVFormatTag(rawValue: 3)
    static let aLaw = WAVFormatTag(rawValue: 6)
    static let muLaw = WAVFormatTag(rawValue: 7)
    /// The codec is in the GUID of the extension.
    static let extensible = WAVFormatTag(rawValue: 0xFFFE)

    /// The codec's name for people.
    var name: String {
        switch rawValue {
        case 0x0001: "PCM"
        case 0x0002: "MS ADPCM"
        case 0x0003: "float"
        case 0x0006: "A-law"
        case 0x0007: "\u{B5}-law"
        case 0x0010: "OKI ADPCM"
        case 0x0011: "IMA ADPCM"
        case 0x0014, 0x0040, 0x0045, 0x0064: "G.72x ADPCM"
        case 0x0017: "Dialogic OKI ADPCM"
        case 0x0020: "Yamaha ADPCM"
        case 0x0022: "TrueSpeech"
        case 0x0031: "GSM 06.10"
        case 0x0042: "G.723.1"
        case 0x0050: "MPEG audio"
        case 0x0055: "MP3"
        case 0x0083: "G.729"
        case 0x0092: "Dolby AC-3"
        case 0x00FF, 0x1600, 0x1602: "AAC"
        case 0x0160...0x0163: "Windows Media Audio"
        case 0x0270: "Sony ATRAC3"
        case 0x566F, 0x674F...0x6771: "Vorbis"
        case 0x704F: "Opus"
        case 0xA109: "Speex"
        case 0xF1AC: "FLAC"
        default: "an unknown codec"
        }
    }
}
