// SPDX-License-Identifier: MIT-0

import Cloud
import Glibc

/// How fast event streams are decoded and events signed, for scripts/bench aws, which compiles this
/// with the files of Sources/Cloud that it needs:
///
///     wire decode FILE BYTES ROUNDS     the stream in FILE, in pieces of BYTES as curl gives them
///     wire sign BYTES COUNT             events with so many bytes of audio
///
/// Prints the messages, the bytes of the wire, and the seconds that they took.
@main
struct Wire {
    static func main() throws {
        let words = CommandLine.arguments
        switch (words.count, words.dropFirst().first) {
        case (5, "decode"): try decode(words[2], piece: Int(words[3])!, rounds: Int(words[4])!)
        case (4, "sign"): try sign(bytes: Int(words[2])!, count: Int(words[3])!)
        default: exit(64)
        }
    }

    private static func decode(_ path: String, piece: Int, rounds: Int) throws {
        let stream = read(path)
        let pieces = stride(from: 0, to: stream.count, by: piece).map {
            Array(stream[$0..<min($0 + piece, stream.count)])
        }
        var messages = 0
        var payloads = 0
        let start = ContinuousClock.now
        for _ in 0..<rounds {
            var decoder = EventStreamDecoder()
            for piece in pieces {
                for message in try decoder.push(piece) {
                    messages += 1
                    payloads += message.payload.count
                }
            }
            try decoder.finish()
        }
        tell(messages, stream.count * rounds, since: start)
        precondition(payloads > 0)
    }

    private static func sign(bytes: Int, count: Int) throws {
        let audio = [UInt8](repeating: 7, count: bytes)
        var signer = EventSigner(
            after: [UInt8](repeating: 1, count: 32), secretKey: "stand-in/secret+key",
            region: "us-east-1", service: "transcribe")
        var sent = 0
        let start = ContinuousClock.now
        for _ in 0..<count {
            let event = EventStreamMessage(
                event: "AudioEvent", contentType: "application/octet-stream", payload: audio)
            sent += try signer.sign(event, at: .now()).count
        }
        tell(count, sent, since: start)
    }

    private static func tell(_ messages: Int, _ bytes: Int, since start: ContinuousClock.Instant) {
        print(messages, bytes, (ContinuousClock.now - start) / .seconds(1))
    }

    private static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { exit(66) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }
}
