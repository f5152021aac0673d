// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dialogue
import Filter
import Reporting
import Settings
import Stages

/// `vc-speak`: text in, speech out.
@main
struct Speak: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-speak",
        abstract: "Speak text.",
        discussion: """
            Reads stdin, or speaks its arguments, and writes raw PCM (s16le, mono, 16 kHz). What \
            has arrived is spoken at the first boundary where that is safe. Markdown, emoji and \
            code are not spoken.
            """,
        version: toolVersion)
    static let interruption = Interruption.finishesInput

    @Argument(help: ArgumentHelp("What to say, instead of stdin.", valueName: "word"))
    var words: [String] = []

    @OptionGroup var provider: ProviderOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var voice: VoiceOptions
    @OptionGroup var language: LanguageOptions
    @OptionGroup var polly: PollyOptions
    @OptionGroup var speech: SpeechOptions

    @Option(help: ArgumentHelp("Write events there, JSON Lines.", valueName: "file|fd:n"))
    var events: String?

    @Flag(help: "Show the voices of the provider and exit.")
    var listVoices = false

    @Flag(help: "Print the pieces that would be spoken, one a line, and speak nothing.")
    var dryRun = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if speech.marks != nil, events == nil, !dryRun, !listVoices {
            throw ValidationError("--marks needs --events.")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        if listVoices { return try await list(session) }
        let pieces = PieceSource(words, isSSML: speech.ssml, session)
        if dryRun { return try await print(pieces) }
        guard let first = try await pieces.next() else { return .nothing }
        let synthesizer = try await makeSynthesizer(session)
        let output = try SpeechOutput(speech, events: events)
        try await speak(first, then: pieces, with: synthesizer, to: output)
        return .success
    }

    private func makeSynthesizer(_ session: Session) async throws -> any Synthesizer {
        try await Stages(session.diagnostics, connection).synthesizer(
            provider.provider, language: try language.parsed(), voice: voice, polly: polly,
            speech: speech)
    }

    @MainActor
    private func print(_ pieces: PieceSource) async throws -> ExitStatus {
        let output = Output.standard()
        var status = ExitStatus.nothing
        while let piece = try await pieces.next() {
            try output.write(piece + "\n")
            status = .success
        }
        return status
    }

    @MainActor
    private func list(_ session: Session) async throws -> ExitStatus {
        let voices = try await Stages(session.diagnostics, connection).voices(
            provider.provider, language, voice: voice, polly: polly)
        let output = Output.standard()
        for voice in voices {
            try output.write("\(voice.name)\t\(voice.language)\t\(voice.note)\n")
        }
        return voices.isEmpty ? .nothing : .success
    }
}
