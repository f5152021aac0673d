// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dispatch
import Filter
import Glibc
import Reporting

/// `vc-engine speak`: a line in, its speech as PCM out.
struct Speak: ParsableCommand {
    enum Choice: String, ExpressibleByArgument, CaseIterable {
        case auto, piper, espeak
    }

    static let configuration = CommandConfiguration(
        abstract: "Speaks each line of stdin: raw PCM, s16le 16 kHz mono, on stdout.")

    @Option(help: "The Piper voice: a folder with model.onnx and tokens.txt.")
    var model: String?

    @Option(help: "A voice or language of espeak-ng; the Piper voice speaks its own language.")
    var voice: String?

    @Option(help: "Who speaks: the Piper voice where it can (auto), always, or espeak-ng.")
    var engine = Choice.auto

    @Option(help: "How fast, 0.25 to 4; 1 is the voice's own pace.")
    var speed = 1.0

    @Option(help: "How many threads the Piper voice may use.")
    var threads = 1

    func validate() throws {
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads takes a number from 1 to 64")
        }
        guard (0.25...4).contains(speed) else {
            throw ValidationError("--speed takes a number from 0.25 to 4")
        }
    }

    func run() throws {
        // A line that comes while the Piper voice loads waits for it: one voice for the whole
        // answer. It takes 0.8 to 1 s; past twice that espeak-ng, which sounds at once, steps in.
        let patience = DispatchTime.now() + .seconds(2)
        try Engine.serve { port in
            let files = try piperFiles()
            let loader = files.map { files in
                VoiceLoader {
                    try PiperVoice(files, speed: speed, threads: threads)
                } whenLoaded: { result in
                    announce(result, port)
                }
            }
            let espeak = try Espeak(voice: files?.voice ?? voice ?? "en-us", speed: speed)
            if loader == nil { try port?.ready() }
            let speaker = try Speaker(
                Speech(espeak: espeak), loader,
                patience: engine == .piper ? .distantFuture : patience, port)
            return try speaker.run() || port != nil ? .success : .nothing
        }
    }

    /// The Piper voice's files; nil where espeak-ng is to speak.
    private func piperFiles() throws -> PiperFiles? {
        guard engine != .espeak else { return nil }
        guard let model else {
            if engine == .piper { throw EngineError.noVoice }
            return nil
        }
        let files = try PiperFiles(folder: model)
        return engine == .piper || voice.map(files.speaks) ?? true ? files : nil
    }
}

private func announce(_ result: Result<PiperVoice, any Error>, _ port: ControlPort?) {
    switch result {
    case .success: try? port?.ready()
    case .failure(let error): Engine.end(with: error, port)
    }
}
