// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Channels
import Conversation
import Dialogue
import Filter
import Glibc
import Hearing
import Memory
import Personas
import Reporting
import Settings
import Sound
import Stages
import Waveform

/// `vc-chat`: the whole conversation in one process.
@main
struct Chat: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-chat",
        abstract: "Talk with a language model.",
        discussion: """
            Listens, answers aloud, and prints who said what. ENTER interrupts an answer, and so \
            does speaking, where the loudspeaker can't be heard; /look FILE shows a picture or a \
            document with the next turn; Ctrl-C ends the conversation.
            """,
        version: toolVersion)
    static let interruption = Interruption.endsNormally
    static let variables: KeyValuePairs = ["MODEL_ID": "model"]

    @OptionGroup var providers: ChatProviders
    @OptionGroup var ports: ChatPorts
    @OptionGroup var turns: TurnOptions
    @OptionGroup var language: TalkLanguageOptions
    @OptionGroup var transcribe: TranscribeOptions
    @OptionGroup var reply: ReplyOptions
    @OptionGroup var persona: PersonaOptions
    @OptionGroup var memory: MemoryOptions
    @OptionGroup var bedrock: BedrockOptions
    @OptionGroup var knowledge: KnowledgeOptions
    @OptionGroup var attachments: AttachmentOptions
    @OptionGroup var voice: VoiceOptions
    @OptionGroup var polly: PollyOptions

    @Flag(help: "Write events, JSON Lines, instead of lines.")
    var json = false

    @Flag(help: "Say how long each part of an answer took, and the percentiles at the end.")
    var timings = false

    @OptionGroup var common: CommonOptions

    func implied() throws -> ImpliedSettings? { try chosenPersona()?.settings }

    func validate() throws {
        if ports.input == "-", attachments.readsStandardInput {
            throw ValidationError("Standard input can't be both the voice and a picture.")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        if persona.listPersonas { return try persona.list(to: .standard()) }
        let shown = try attachments.read()
        guard !ports.isEmpty else { return .nothing }
        let past = try await memory.open { session.diagnostics.report($0) }
        let ports = try ports.open(hearing: turns)
        let screen = Screen(
            isJSON: json, showsTimings: timings, transcript: ports.transcript,
            diagnostics: session.diagnostics)
        let conversation = try await Conversation(
            parties(ports, session), history: memory.history(prompt(), past),
            memory: past, showing: shown, options: reply.generation, rules: turns.rules,
            wantsBargeIn: turns.bargeIn == .voice && ports.recording == nil,
            meters: screen.hasStatusLine, farewell: turns.farewell(in: language.parsed()),
            clock: MonotonicClock { .seconds(monotonicSeconds()) })
        // With `--input -` stdin is the voice.
        let interrupts = turns.bargeIn != .off
        let keyboard =
            self.ports.input == "-"
            ? nil
            : Keyboard(home: getenv("HOME").map { String(cString: $0) }, typed: screen.typed) {
                if interrupts { conversation.interrupt() }
            } look: {
                conversation.show($0)
            }
        do {
            try await withChannel(of: Report.self, capacity: 64) { reports in
                try await withTaskExecutorPreference(TaskThread()) {
                    try await conversation.run(into: reports)
                }
            } consume: { reports in
                session.interrupts?.onFirst { _ in reports.finish() }
                for try await report in reports { try screen.show(report) }
                try screen.finish()
            }
        } catch {
            // What was spoken until then is not lost, and the error gets a line of its own.
            try? screen.finish()
            await past?.close()
            try? await ports.close(session.diagnostics)
            throw error
        }
        withExtendedLifetime(keyboard) {}
        await past?.close()
        try await ports.close(session.diagnostics)
        if let error = past?.failure { screen.note(error) }
        return screen.status(wasInterrupted: session.interrupts?.received != nil)
    }

    @MainActor
    private func parties(_ ports: OpenPorts, _ session: Session) async throws -> Parties {
        let stages = Stages(session.diagnostics, providers.connection)
        let languages = try language.parsed()
        return Parties(
            source: ports.source, sink: ports.sink, hearing: ports.hearing,
            transcriber: try await stages.transcriber(
                providers.hearing, HearingOptions(languages, transcribe)),
            model: try attachments.watching(
                try stages.informed(
                    try await stages.languageModel(
                        providers.thinking, reply, bedrock, warnsOfEnd: true),
                    of: providers.thinking, by: knowledge),
                session.diagnostics),
            synthesizer: try await stages.synthesizer(
                providers.speaking, languages: languages, voice: voice, polly: polly))
    }
}
