// SPDX-License-Identifier: MIT-0

import Cloud
import Dialogue
import Glibc
import Settings
import Synchronization

/// AWS as a provider: makes the stages of Transcribe, Bedrock and Polly, which share one account.
final class Amazon: Sendable {
    /// The model that is asked where none is named. (The Python sample's own, Titan Text Express,
    /// ended in August 2025.)
    static let defaultModel = "amazon.nova-lite-v1:0"

    private let connection: ConnectionOptions
    private let known = Mutex<AWSAccount?>(nil)

    init(_ connection: ConnectionOptions) { self.connection = connection }

    private var overrides: AWSOverrides {
        AWSOverrides(
            profile: connection.profile, region: connection.region,
            endpointURL: connection.endpointURL)
    }

    /// What may be asked of `auto`: whether the environment or the shared files hold credentials
    /// for a stage. The network is never asked.
    func hasCredentials(forBedrock: Bool) throws -> Bool {
        let configuration = try AWSConfiguration(
            environment: Self.environment, overrides: overrides)
        if forBedrock, configuration.bedrockKey != nil { return true }
        do {
            _ = try CredentialsPlanner(configuration).plan()
            return true
        } catch CredentialsError.none {
            return false
        }
    }

    func account() throws -> AWSAccount {
        try known.withLock { known in
            if let known { return known }
            let account = try AWSAccount(environment: Self.environment, overrides: overrides)
            known = account
            return account
        }
    }

    func transcriber(_ options: HearingOptions) throws -> AmazonTranscriber {
        try AmazonTranscriber(
            options.settings(environment: Self.environment), account: account(),
            timeout: connection.timeout ?? .seconds(20))
    }

    func languageModel(
        _ reply: ReplyOptions, _ options: BedrockOptions
    ) throws -> BedrockLanguageModel {
        let call = try Self.call(reply.model, options)
        try call.check(reply.generation)
        return try BedrockLanguageModel(
            call, account: account(), timeout: connection.timeout ?? .seconds(60))
    }

    /// What is to be said of a model that is known to have ended.
    static func end(of model: String?) -> String? {
        let model = model ?? defaultModel
        return (try? ModelID(model)).flatMap(RetiredModels.replacement(for:)).map {
            "the model '\(model)' has ended, as far as is known here; use '\($0)'"
        }
    }

    func synthesizer(_ settings: PollySettings) throws -> any Synthesizer {
        try CheckedPollySynthesizer(settings, account: account(), timeout: pollyTimeout)
    }

    func voices() async throws -> [Voice] {
        try await PollyVoiceList(account: account(), timeout: pollyTimeout).voices()
    }

    func knowledgeBase(_ id: String) throws -> KnowledgeBase {
        try KnowledgeBase(id, account: account(), timeout: connection.timeout ?? .seconds(15))
    }

    /// nil for a model that is not known to make vectors.
    func embedder(_ model: String) throws -> BedrockEmbedder? {
        try BedrockEmbedder(model, account: account(), timeout: connection.timeout ?? .seconds(15))
    }

    /// The user's own language, as the locale says it.
    static var locale: Language? { TranscribeLanguage.locale(in: environment) }

    private var pollyTimeout: Duration { connection.timeout ?? .seconds(15) }

    static func call(_ model: String?, _ options: BedrockOptions) throws -> BedrockCall {
        try BedrockCall(
            model: model ?? defaultModel, api: options.api ?? .converse,
            config: try ConfigFile.load(), file: options.parameterFile,
            parameters: options.parameters)
    }

    /// Read once for each use, where a tool starts.
    private static var environment: [String: String] {
        var all: [String: String] = [:]
        var entry = environ
        while let variable = entry.pointee {
            let text = String(cString: variable)
            if let equals = text.firstIndex(of: "=") {
                all[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry += 1
        }
        return all
    }
}
