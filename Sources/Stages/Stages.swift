// SPDX-License-Identifier: MIT-0

import Children
import Cloud
package import Dialogue
import External
package import Filter
import Glibc
import OpenAI
import Settings

/// From options to stages: the only place that knows every provider.
///
/// Making a stage starts nothing: its first use, or `prepare`, does.
package struct Stages: Sendable {
    let diagnostics: Diagnostics
    private let connection: ConnectionOptions
    let amazon: Amazon

    package init(_ diagnostics: Diagnostics, _ connection: ConnectionOptions) {
        self.diagnostics = diagnostics
        self.connection = connection
        amazon = Amazon(connection)
    }

    /// Speech to text.
    package func transcriber(
        _ provider: Provider, _ options: HearingOptions
    ) async throws -> any Transcriber {
        let provider = try resolved(provider)
        try options.check(for: provider)
        switch provider {
        case .exec(let command): return ExternalTranscriber(.shell(command, hasControl: true))
        case .offline, .auto: return try await Engine().transcriber(options.languages)
        case .openai: throw StagesError.unsupported(provider: "openai", stage: "hear")
        case .aws: return try amazon.transcriber(options)
        }
    }

    /// Text to text. Throws `StagesError.needsAWS` for options that the provider doesn't have.
    ///
    /// `warnsOfEnd`: says at once that a model has ended, as far as we know; else the first reply does.
    package func languageModel(
        _ provider: Provider, _ reply: ReplyOptions, _ bedrock: BedrockOptions,
        warnsOfEnd: Bool = false
    ) async throws -> any LanguageModel {
        let provider = try resolved(provider, asksBedrock: true)
        try check(bedrock.given, for: provider)
        switch provider {
        case .exec(let command): return ExternalLanguageModel(.shell(command, hasControl: true))
        case .offline, .auto:
            return LocalLanguageModel(
                model: try await Engine().store.languageModel(reply.model),
                folder: try ModelStore.load().folder)
        case .openai:
            guard let url = connection.endpointURL else { throw StagesError.noEndpoint }
            let key = getenv("OPENAI_API_KEY").map { String(cString: $0) }
            return try ChatCompletions(endpoint: url, model: reply.model, apiKey: key)
        case .aws:
            if warnsOfEnd, let warning = Amazon.end(of: reply.model) { diagnostics.warn(warning) }
            return try amazon.languageModel(reply, bedrock)
        }
    }

    /// The body that would be sent to the language model, as people read it. Asks nobody.
    package func printedRequest(
        _ request: ReplyRequest, _ provider: Provider, model: String?, _ bedrock: BedrockOptions
    ) throws -> String {
        let provider = try resolved(provider, asksBedrock: true)
        try check(bedrock.given, for: provider)
        switch provider {
        case .aws: return try Amazon.call(model, bedrock).printed(request)
        case .openai:
            let asked = ChatRequest(model: model, request)
            try asked.check()
            return try asked.printed
        case .offline, .auto:
            if let kind = request.shownKinds.first {
                throw AttachmentError.notTaken(kind, by: "an offline model")
            }
            return try ChatRequest(model: nil, request).printed
        case .exec: throw StagesError.unsupported(provider: "exec", stage: "print requests")
        }
    }

    /// The models that are known, a line each. Asks nobody.
    package func models(_ provider: Provider) throws -> [String] {
        switch try resolved(provider, asksBedrock: true) {
        case .aws: ModelList().lines
        case .offline, .auto: try ModelStore.load().languageModels
        case .openai: throw StagesError.unsupported(provider: "openai", stage: "list models")
        case .exec: throw StagesError.unsupported(provider: "exec", stage: "list models")
        }
    }

    /// Text to speech; `speech` is nil where pieces are text and become frames.
    ///
    /// Throws `StagesError.needsAWS` for options that the provider doesn't have.
    package func synthesizer(
        _ provider: Provider, language: Language, voice: VoiceOptions, polly: PollyOptions,
        speech: SpeechOptions? = nil
    ) async throws -> any Synthesizer {
        let provider = try resolved(provider)
        try check(polly.given + (speech?.given ?? []), for: provider)
        switch provider {
        case .exec(let command): return ExternalSynthesizer(.shell(command, hasControl: true))
        case .offline, .auto:
            guard voice.speed >= 0.25 else {
                throw SettingsError.badOption("--speed", problem: "at least 0.25 offline")
            }
            return try await Engine().synthesizer(
                language, voice: voice.voice, speed: voice.speed)
        case .openai: throw StagesError.unsupported(provider: "openai", stage: "speak")
        case .aws:
            return try amazon.synthesizer(PollySettings(language, voice, polly, speech))
        }
    }

    /// Text to speech for a talk: a voice for each language that may be spoken in it.
    ///
    /// `--voice` is the first language's. Throws as the other does, for the first language; one of
    /// the others that has no voice is warned of when it is spoken.
    package func synthesizer(
        _ provider: Provider, languages: SpokenLanguages, voice: VoiceOptions, polly: PollyOptions
    ) async throws -> any Synthesizer {
        let provider = try resolved(provider)
        let (first, others) = Self.languages(languages)
        let usual = try await synthesizer(
            provider, language: first, voice: voice, polly: polly)
        if case .one = languages { return usual }
        guard provider == .aws || provider == .offline else { return usual }
        var plain = voice
        plain.voice = nil
        let diagnostics = diagnostics
        return MultilingualSynthesizer(first, others) { [self, plain] language in
            if language == first { return usual }
            do {
                return try await synthesizer(
                    provider, language: language, voice: plain, polly: polly)
            } catch PollyError.noVoiceWithEngine {
                var any = polly
                any.engine = nil
                return try await synthesizer(provider, language: language, voice: plain, polly: any)
            }
        } warn: { language, error in
            diagnostics.warn("\(error); the voice for \(first.name) speaks \(language.name)")
        }
    }

    /// The first is whose voice speaks where nothing is known: with `auto`, the user's own.
    private static func languages(_ spoken: SpokenLanguages) -> (Language, [Language]) {
        switch spoken {
        case .several(let languages): (languages[0], Array(languages.dropFirst()))
        case .one, .auto: (spoken.first ?? Amazon.locale ?? .english, [])
        }
    }

    /// The voices that a provider has; those for a language if one is named.
    package func voices(
        _ provider: Provider, _ language: LanguageOptions, voice: VoiceOptions, polly: PollyOptions
    ) async throws -> [Voice] {
        let provider = try resolved(provider)
        let wanted = try language.parsed()
        let voices =
            provider == .aws
            ? try await amazon.voices()
            : try await synthesizer(provider, language: wanted, voice: voice, polly: polly).voices()
        guard language.language != nil else { return voices }
        return voices.filter { $0.speaks(wanted) }
    }

    /// Throws `StagesError.needsAWS` for options of AWS that were given to another provider.
    private func check(_ given: [String], for provider: Provider) throws(StagesError) {
        guard provider != .aws, let option = given.first else { return }
        throw .needsAWS(option: option, provider: "\(provider)")
    }

    /// Whether nothing is to leave the machine.
    func isOffline(_ provider: Provider) throws -> Bool {
        guard provider == .auto else { return provider == .offline }
        return try !amazon.hasCredentials(forBedrock: true)
    }

    /// Decides what `auto` means here, and says so on a terminal.
    private func resolved(_ provider: Provider, asksBedrock: Bool = false) throws -> Provider {
        guard provider == .auto else { return provider }
        let hasAccount = try amazon.hasCredentials(forBedrock: asksBedrock)
        let provider: Provider = hasAccount ? .aws : .offline
        diagnostics.note("provider: \(provider) (pin it with --provider or in the config file)")
        return provider
    }
}
