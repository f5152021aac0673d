// SPDX-License-Identifier: MIT-0

import Glibc

/// The files of a Piper voice, looked at before sherpa-onnx is trusted with them: it ends the
/// process on what it doesn't like.
package struct PiperFiles: Sendable {
    /// Paths of the network and of its phonemes.
    package let model: String
    package let tokens: String
    /// espeak-ng's name of the voice that it was trained with: `en-us`.
    package let voice: String
    /// The phonemes it knows.
    package let alphabet: Set<Unicode.Scalar>

    /// Looks at a folder that holds `model.onnx` and `tokens.txt`.
    package init(folder: String) throws {
        model = folder + "/model.onnx"
        tokens = folder + "/tokens.txt"
        let tail = try PiperFiles.tail(of: model)
        guard let voice = PiperFiles.metadata("voice", in: tail),
            PiperFiles.metadata("comment", in: tail) == "piper",
            PiperFiles.metadata("sample_rate", in: tail) != nil
        else {
            throw EngineError.brokenModel(model, reason: "it is cut short, or no Piper voice")
        }
        self.voice = voice
        let list = String(decoding: try contents(of: tokens), as: UTF8.self)
        guard let alphabet = PiperFiles.alphabet(list) else {
            throw EngineError.brokenModel(tokens, reason: "it is no list of a voice's phonemes")
        }
        self.alphabet = alphabet
    }

    /// Whether the voice speaks what `name` asks for: itself, or its language without a variant
    /// (`en`, `en-gb`; not `en-us+f3`, which only espeak-ng has).
    package func speaks(_ name: String) -> Bool {
        func language(_ name: String) -> Substring? {
            name.lowercased().split { $0 == "-" || $0 == "_" }.first
        }
        return !name.contains("+") && !name.contains("/") && language(name) == language(voice)
    }

    /// The last value that a `metadata_props` entry of an ONNX file gives to `key`: field 14 of
    /// ModelProto, a message of two strings; it stands at the file's end.
    static func metadata(_ key: String, in bytes: [UInt8]) -> String? {
        guard key.utf8.count < 128 else { return nil }
        let pattern = [0x0a, UInt8(key.utf8.count)] + Array(key.utf8) + [0x12]
        var start = bytes.count - pattern.count - 1
        while start >= 0 {
            let end = start + pattern.count
            if bytes[start..<end].elementsEqual(pattern) {
                let length = Int(bytes[end])
                guard length < 128, end + 1 + length <= bytes.count else { return nil }
                return String(decoding: bytes[end + 1..<end + 1 + length], as: UTF8.self)
            }
            start -= 1
        }
        return nil
    }

    /// Each line of `tokens.txt` is a phoneme, a space and its number; nil where one is not, or
    /// where padding, start, end or the space between words are missing.
    static func alphabet(_ text: String) -> Set<Unicode.Scalar>? {
        var alphabet: Set<Unicode.Scalar> = []
        for line in text.unicodeScalars.split(separator: "\n") {
            let number = String(String.UnicodeScalarView(line.dropFirst(2)))
            guard line.dropFirst().first == " ", Int(number) != nil, let phoneme = line.first else {
                return nil
            }
            alphabet.insert(phoneme)
        }
        return alphabet.isSuperset(of: ["_", "^", "$", " "]) ? alphabet : nil
    }

    private static func tail(of path: String) throws -> [UInt8] {
        try contents(of: path, last: 8192)
    }
}

/// A file's bytes, or its last ones.
private func contents(of path: String, last: Int = .max) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw EngineError.noModel(path, code: errno) }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let count = min(max(0, size), last, 1 << 20)
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        initialized = max(0, pread(descriptor, buffer.baseAddress, count, off_t(size - count)))
    }
    guard !bytes.isEmpty else { throw EngineError.brokenModel(path, reason: "it is empty") }
    return bytes
}
