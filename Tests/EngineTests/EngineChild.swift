// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Foundation
import Synchronization
import TestSupport

@testable import vc_engine

/// The built `vc-engine`, controlled as the tools do it.
final class EngineChild: Sendable {
    /// A line on descriptor 4.
    struct Report: Decodable, Equatable, Sendable {
        var type: String
        var text: String?
        var start: Double?
        var end: Double?
        var language: String?
        var bytes: Int?
        var message: String?
        var status: Int32?
    }

    let child: Child
    /// What came on descriptor 4, line by line.
    let reports = Channel<Report>(capacity: 100)
    /// What came on stdout.
    let output = Channel<[UInt8]>(capacity: 10_000)

    init(_ arguments: String...) throws {
        child = try Child(
            Child.Launch([builtTools.path + "/vc-engine"] + arguments, hasControl: true))
        let (said, reports, output) = (child.said, self.reports, self.output)
        _ = Channels.Thread {
            var buffer = LineBuffer()
            while let said = try? said.receiveBlocking() {
                guard case .report(let bytes) = said else {
                    if case .output(let bytes) = said { _ = output.sendBlocking(bytes) }
                    continue
                }
                for line in buffer.lines(adding: bytes) {
                    guard let report = try? JSONDecoder().decode(Report.self, from: Data(line))
                    else { continue }
                    _ = reports.sendBlocking(report)
                }
            }
            reports.finish()
            output.finish()
        }
    }

    deinit {
        child.input.finish()
        child.control?.finish()
    }

    /// Sends a control message.
    func tell(_ message: String) async throws {
        try await child.control?.send(Array((message + "\n").utf8))
    }

    func send(_ samples: [Int16]) async throws {
        for start in stride(from: 0, to: samples.count, by: 1600) {
            let chunk = samples[start..<min(start + 1600, samples.count)]
            try await child.input.send(chunk.withUnsafeBytes { Array($0) })
        }
    }

    func say(_ line: String) async throws {
        try await child.input.send(Array((line + "\n").utf8))
    }

    /// The next reports up to one of `type`, it included.
    func reports(upTo type: String) async throws -> [Report] {
        var seen: [Report] = []
        while let report = try await reports.receive() {
            seen.append(report)
            if report.type == type { break }
        }
        return seen
    }

    /// Reads stdout to its end, elsewhere.
    func drain() -> Task<Int, any Error> {
        let output = output
        return Task { try await output.reduce(0) { $0 + $1.count } }
    }
}

/// Where set-up has put the models.
let models: String = {
    let environment = ProcessInfo.processInfo.environment
    let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? "/root") + "/.local/share"
    return data + "/vc/models"
}()
let whisper = models + "/whisper-base-q8_0.bin"
let joe = models + "/piper-joe"

/// Speech of espeak-ng or the Piper voice, 16 kHz mono.
func speech(_ text: String, engine: String = "piper") async throws -> [Int16] {
    let line = Data((text + "\n").utf8)
    return try await shell("vc-engine speak --engine \(engine) --model \(joe)", stdin: line).samples
}

/// Lower-case words without punctuation.
func words(_ text: String?) -> [String] {
    (text ?? "").lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
}

extension [Int16] {
    var bytes: Data { withUnsafeBytes { Data($0) } }

    static func silence(seconds: Double) -> [Int16] {
        [Int16](repeating: 0, count: Int(seconds * 16_000))
    }
}
