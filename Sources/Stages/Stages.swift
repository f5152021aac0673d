// SPDX-License-Identifier: MIT-0

import Children
package import Dialogue
import External
package import Filter
import Glibc
import OpenAI

/// From options to stages: the only place that knows every provider.
///
/// Making a stage starts nothing: its first use, or `prepare`, does.
package struct Stages: Sendable {
    private let diagnostics: Diagnostics

    package init(_ diagnostics: Diagnostics) { self.diagnostics = diagnostics }

    /// Speech to text.
    package func transcriber(
        _ provider: Provider, language: Language
    ) async throws -> any Transcriber {
        switch try provider.resolved(diagnostics) {
        case .exec(let command): return ExternalTranscriber(.shell(command, hasControl: true))
        case .offline, .auto: return try await Engine().transcriber(language)
        case .openai: throw StagesError.unsupported(provider: "openai", stage: "hear")
        case .aws: throw try amazon("hear")
        }
    }

    /// Text to text.
    package func languageModel(
        _ provider: Provider, _ endpoint: EndpointOptions, model: String?
    ) async throws -> any LanguageModel {
        switch try provider.resolved(diagnostics) {
        case .exec(let command): return ExternalLanguageModel(.shell(command, hasControl: true))
        case .offline, .auto:
            return LocalLanguageModel(
                model: try await Engine().store.languageModel(model),
                folder: try ModelStore.load().folder)
        case .openai:
            guard let url = endpoint.endpointURL else { throw StagesError.noEndpoint }
            let key = getenv("OPENAI_API_KEY").map { String(cString: $0) }
            return try ChatCompletions(endpoint: url, model: model, apiKey: key)
        case .aws: throw try amazon("answer")
        }
    }

    /// Text to speech.
    package func synthesizer(
        _ provider: Provider, language: Language, voice: VoiceOptions
    ) async throws -> any Synthesizer {
        switch try provider.resolved(diagnostics) {
        case .exec(let command): return ExternalSynthesizer(.shell(command, hasControl: true))
        case .offline, .auto:
            return try await Engine().synthesizer(
                language, voice: voice.voice, speed: voice.speed)
        case .openai: throw StagesError.unsupported(provider: "openai", stage: "speak")
        case .aws: throw try amazon("speak")
        }
    }

    /// Why AWS can't do it: no credentials, or the services are not built yet.
    private func amazon(_ stage: String) throws -> StagesError {
        guard try AWSPresence.hasCredentials() else {
            return .noCredentials(places: AWSPresence.places)
        }
        return .unsupported(provider: "aws", stage: stage)
    }
}
