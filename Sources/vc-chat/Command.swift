// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Channels
import Conversation
import Dialogue
import Filter
import Hearing
import Reporting
import Settings
import Stages
import Waveform

/// `vc-chat`: the whole conversation in one process.
@main
struct Chat: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-chat",
        abstract: "Talk with a language model.",
        discussion: """
            Listens, answers aloud, listens again, and prints who said what. ENTER interrupts an \
            answer, Ctrl-C ends the conversation.
            """,
        version: toolVersion)
    static let interruption = Interruption.endsNormally
    static let variables: KeyValuePairs = ["MODEL_ID": "model"]

    @OptionGroup var providers: ChatProviders
    @OptionGroup var ports: ChatPorts
    @OptionGroup var language: LanguageOptions
    @OptionGroup var reply: ReplyOptions
    @OptionGroup var bedrock: BedrockOptions
    @OptionGroup var voice: VoiceOptions
    @OptionGroup var polly: PollyOptions

    @Option(help: "A turn is over when speech has been absent for so long.")
    var silence = Duration.milliseconds(800)

    @Flag(help: "Write events, JSON Lines, instead of lines.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitStatus {
        let ports = try ports.open()
        let conversation = Conversation(
            try await parties(ports, session),
            endpointer: SpeechEndpointer(Endpointer(silence: silence)),
            history: History(system: reply.system), options: reply.generation)
        let screen = Screen(isJSON: json, diagnostics: session.diagnostics)
        // With `--input -` stdin is the voice.
        let keyboard = self.ports.input == "-" ? nil : Keyboard { conversation.interrupt() }
        do {
            try await withChannel(of: Report.self, capacity: 64) { reports in
                try await conversation.run(into: reports)
            } consume: { reports in
                session.interrupts?.onFirst { _ in reports.finish() }
                for try await report in reports { try screen.show(report) }
                try screen.finish()
            }
        } catch {
            // What was spoken until then is not lost.
            try? await ports.close(session.diagnostics)
            throw error
        }
        withExtendedLifetime(keyboard) {}
        try await ports.close(session.diagnostics)
        return screen.status(wasInterrupted: session.interrupts?.received != nil)
    }

    @MainActor
    private func parties(
        _ ports: OpenPorts, _ session: Session
    ) async throws -> Conversation<SpeechDetector>.Parties {
        let stages = Stages(session.diagnostics, providers.connection)
        let tongue = try language.parsed()
        return .init(
            source: ports.source, sink: ports.sink,
            transcriber: try await stages.transcriber(
                providers.hearing, HearingOptions(.one(tongue))),
            model: try await stages.languageModel(
                providers.thinking, model: reply.model, bedrock),
            synthesizer: try await stages.synthesizer(
                providers.speaking, language: tongue, voice: voice, polly: polly))
    }
}
