// SPDX-License-Identifier: MIT-0

/// What kind of file begins with some bytes.
enum Container: Equatable {
    case wav
    /// A format that is known and not read, by its name.
    case other(String)
    case raw
    /// More bytes are needed: raw audio is told apart as soon as it differs.
    case undecided

    /// Four bytes that raw audio begins with by chance once in four thousand million files.
    private static let signatures: [(StaticString, Container)] = [
        ("RIFF", .wav), ("RF64", .other("RF64")), ("BW64", .other("BW64")),
        ("RIFX", .other("big-endian WAV")), ("FORM", .other("AIFF")), (".snd", .other("AU")),
        ("caff", .other("CAF")), ("fLaC", .other("FLAC")), ("OggS", .other("Ogg")),
        ("ID3\u{2}", .other("MP3")), ("ID3\u{3}", .other("MP3")), ("ID3\u{4}", .other("MP3")),
    ]

    init(start: ArraySlice<UInt8>) {
        let start = start.prefix(4)
        for (signature, container) in Self.signatures {
            let matches = signature.withUTF8Buffer { $0.starts(with: start) }
            guard matches else { continue }
            self = start.count == 4 ? container : .undecided
            return
        }
        self = .raw
    }
}
