// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dialogue
import Filter
import Memory
import Personas
import Reporting
import Settings
import Stages

/// `vc-ask`: a line for each turn in, a line for each reply out.
@main
struct Ask: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-ask",
        abstract: "Ask a language model.",
        discussion: """
            Each line of stdin is a turn, and each reply is one line, written as it is generated; \
            the turns of a run are remembered. A turn given as arguments is answered as the model \
            wrote it; an argument that is - stands for stdin.
            """,
        version: toolVersion)
    static let interruption = Interruption.finishesInput
    static let variables: KeyValuePairs = ["MODEL_ID": "model"]

    @Argument(help: ArgumentHelp("One turn, instead of stdin's lines.", valueName: "word"))
    var words: [String] = []

    @OptionGroup var provider: ProviderOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var reply: ReplyOptions
    @OptionGroup var persona: PersonaOptions
    @OptionGroup var bedrock: BedrockOptions
    @OptionGroup var knowledge: KnowledgeOptions
    @OptionGroup var attachments: AttachmentOptions
    @OptionGroup var language: TalkLanguageOptions
    @OptionGroup var memory: MemoryOptions
    @OptionGroup var store: StoreOptions

    @Flag(help: "Keep the line breaks of replies.")
    var multiline = false

    @Flag(name: [.customShort("0"), .customLong("null")], help: "End replies with NUL.")
    var endsWithNull = false

    @Flag(help: "Write events, JSON Lines, instead of text.")
    var json = false

    @Flag(help: "Print the request that each turn alone would make, and send nothing.")
    var printRequest = false

    @Flag(help: "Show the models that the provider is known for, and exit.")
    var listModels = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        if attachments.readsStandardInput, words.isEmpty || words.contains("-") {
            throw ValidationError("A picture or document from - needs the turn as arguments.")
        }
    }

    func implied() throws -> ImpliedSettings? {
        try chosenPersona()?.settings(for: [
            "system", "max-tokens", "temperature", "top-p", "stop",
        ])
    }

    private func chosenPersona() throws -> Persona? {
        try persona.load(for: provider.provider, connection, model: reply.model)
    }

    func run(in session: Session) async throws -> ExitStatus {
        let stages = Stages(session.diagnostics, connection)
        if let status = try show(stages) { return status }
        let prompt = try reply.prompt(chosenPersona(), language)
        let shown = try attachments.read()
        let past = printRequest ? nil : try await memory.open { session.diagnostics.report($0) }
        let source = try TurnSource(words, session)
        guard let first = try await source.next() else { return .nothing }
        if printRequest {
            return try await print(first, shown, then: source, prompt, session, stages)
        }
        let model = try stages.informed(
            try await stages.languageModel(provider.provider, reply, bedrock),
            of: provider.provider, by: knowledge)
        var answering = Answering(
            model: try attachments.watching(model, session.diagnostics),
            history: memory.history(prompt, past), memory: past, showing: shown,
            options: reply.generation,
            writer: ReplyWriter(
                style: words.isEmpty && !multiline ? .oneLine : .asWritten,
                end: endsWithNull ? "\0" : "\n", isJSON: json),
            session: session)
        var turn: String? = first
        while let text = turn {
            try await answering.answer(text)
            turn = try await source.next()
        }
        await past?.close()
        return answering.status
    }
}
