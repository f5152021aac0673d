// SPDX-License-Identifier: MIT-0

import Channels
package import Dispatch
import Filter
import Glibc
import Synchronization

/// Answers each line of descriptor 0 with its speech on descriptor 1 and, where it is controlled,
/// a `done` on 4. Lines that are cancelled on 3 are answered with `done` alone.
package struct Speaker: Sendable {
    /// Samples that are written at a time: 128 ms. Between two, a cancellation is looked for.
    private static let chunk = 2048
    /// Lines that are read ahead.
    private static let ahead = 16

    private let speech: Speech
    private let loader: VoiceLoader?
    /// Until when the first lines wait for the Piper voice; then espeak-ng speaks them.
    private let patience: DispatchTime
    private let port: ControlPort?
    private let output: Output

    /// Without a `loader` espeak-ng speaks every line.
    package init(
        _ speech: Speech, _ loader: VoiceLoader?, patience: DispatchTime, _ port: ControlPort?
    ) throws {
        self.speech = speech
        self.loader = loader
        self.patience = patience
        self.port = port
        output = try Output.standardForAudio()
    }

    /// Speaks until the input has ended.
    /// - Returns: whether anything was spoken.
    package func run() throws -> Bool {
        let cancellation = Cancellation(isControlled: port != nil)
        let lines = readLines()
        var number = 0
        var total = 0
        while let line = try lines.receiveBlocking() {
            number += 1
            let bytes = try speak(line) { number <= cancellation.lines }
            total += bytes
            try port?.done(bytes: bytes)
        }
        if port == nil { try output.close() }
        return total > 0
    }

    /// - Returns: how many bytes were written.
    private func speak(_ line: String, unless isCancelled: () -> Bool) throws -> Int {
        guard !isCancelled() else { return 0 }
        let voice = try loader?.voice(by: patience)
        var bytes = 0
        try speech.speak(line, with: voice) { samples in
            for start in stride(from: 0, to: samples.count, by: Speaker.chunk) {
                guard !isCancelled() else { return false }
                let chunk = Array(samples[start..<min(start + Speaker.chunk, samples.count)])
                try output.write(chunk)
                bytes += chunk.count * 2
            }
            return !isCancelled()
        }
        return bytes
    }

    private func readLines() -> Channel<String> {
        let lines = Channel<String>(capacity: Speaker.ahead)
        _ = Thread {
            let input = Input.standard()
            var buffer = LineBuffer()
            func send(_ line: [UInt8]) {
                _ = lines.sendBlocking(String(decoding: line, as: UTF8.self))
            }
            do {
                while case let bytes = try input.read(upTo: 4096), !bytes.isEmpty {
                    buffer.lines(adding: bytes).forEach(send)
                }
                buffer.last().map(send)
                lines.finish()
            } catch {
                lines.finish(throwing: error)
            }
        }
        return lines
    }
}

/// How many of the first lines are not wanted any more: read from descriptor 3 on its own thread.
private final class Cancellation: Sendable {
    private let cancelled = Atomic(0)

    init(isControlled: Bool) {
        if isControlled { _ = Thread { [self] in read() } }
    }

    var lines: Int { cancelled.load(ordering: .relaxed) }

    private func read() {
        var buffer = LineBuffer()
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(ControlPort.input, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            for line in buffer.lines(adding: Array(bytes.prefix(count))) {
                if case .cancelLines(let lines) = ControlMessage(line: line) {
                    cancelled.max(lines, ordering: .relaxed)
                }
            }
        }
    }
}
