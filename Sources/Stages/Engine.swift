// SPDX-License-Identifier: MIT-0

import Children
import Dialogue
import External
import Glibc
import Reporting

/// How the offline engines' child `vc-engine` is started: for hearing and for speaking.
///
/// It stands beside the tools, or in `../libexec/vc` of an installation.
struct Engine: Sendable {
    let store: ModelStore
    private let program: String

    /// Finds the program and the models.
    init() throws {
        store = try ModelStore.load()
        program = try Self.find()
    }

    /// Hears with Whisper, which can find out about the language by itself.
    func transcriber(_ languages: SpokenLanguages) async throws -> any Transcriber {
        let model = try await store.verified("models/whisper-base-q8_0.bin")
        var language = "auto"
        if case .one(let known) = languages { language = known.code }
        return ExternalTranscriber(launch(["hear", "--model", model, "--language", language]))
    }

    /// Speaks with the Piper voice where it is one of `language`'s, else with espeak-ng.
    func synthesizer(
        _ language: Language, voice: String?, speed: Double
    ) async throws -> any Synthesizer {
        let pace = ["--speed", "\(speed)"]
        let espeak = voice.flatMap { $0.hasPrefix("espeak") ? $0 : nil }
        if let voice, espeak == nil, voice != Self.piper.name {
            throw StagesError.unknownVoice(voice)
        }
        guard espeak == nil, voice != nil || language.code == "en" else {
            let chosen = espeak.flatMap {
                $0.split(separator: ":").dropFirst().first.map(String.init)
            }
            let name = chosen ?? language.tag.lowercased()
            if chosen == nil, try await !Self.hasEspeak(name) {
                throw StagesError.noVoice(language)
            }
            return ExternalSynthesizer(
                launch(["speak", "--engine", "espeak", "--voice", name] + pace), voices: voices)
        }
        let model = try await store.verified("models/piper-joe/model.onnx")
        let folder = String(model.dropLast("/model.onnx".count))
        return ExternalSynthesizer(launch(["speak", "--model", folder] + pace), voices: voices)
    }

    /// Whether espeak-ng has a voice for a tag; what it doesn't know of a tag it passes over, so
    /// the language alone is asked for.
    private static func hasEspeak(_ tag: String) async throws -> Bool {
        let code = tag.prefix { $0 != "-" && $0 != "+" }
        let child = try Child(.init(["espeak-ng", "--voices=\(code)"], name: "espeak-ng --voices"))
        return try await child.wholeOutput().count { $0 == UInt8(ascii: "\n") } > 1
    }

    /// The voice of `models/piper-joe`.
    private static let piper = Voice(name: "joe", language: "en-US", note: "Piper, male, neural")

    /// Piper's voice, and what espeak-ng says it has.
    private func voices() async throws -> [Voice] {
        let child = try Child(.init(["espeak-ng", "--voices"], name: "espeak-ng --voices"))
        let output = try await child.wholeOutput()
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").dropFirst()
        return [Self.piper]
            + lines.compactMap { line in
                // Priority, language, age/gender, name, …
                let cells = line.split(separator: " ")
                guard cells.count > 3 else { return nil }
                return Voice(
                    name: "espeak:\(cells[1])", language: String(cells[1]),
                    note: "espeak-ng, \(cells[3].replacing("_", with: " "))")
            }
    }

    private func launch(_ arguments: [String]) -> Child.Launch {
        // libgomp reads it when it is loaded; threads that spin cost seconds where another
        // process wants the core.
        Child.Launch(
            [program] + arguments, environment: ["GOMP_SPINCOUNT": "1000"], hasControl: true,
            name: "vc-engine")
    }

    private static func find() throws -> String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(
            decoding: path.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex)
        for place in ["\(folder)/vc-engine", "\(folder)/../libexec/vc/vc-engine"]
        where access(place, X_OK) == 0 {
            return place
        }
        throw StagesError.notInstalled(missing: "vc-engine beside the tools")
    }
}
