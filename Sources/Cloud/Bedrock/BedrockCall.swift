// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Settings
package import Transfer

/// How one model is asked: what is sent, without how it is signed and carried.
///
/// The body, from weak to strong: the family's defaults; the `[model …]` sections; the options that
/// all models have (`--max-tokens`, …); `--params`; `--param`. What names a field of one model's
/// body is stronger than what is meant for any model, and what was typed stronger than what is in
/// a file.
package struct BedrockCall: Sendable {
    package let model: ModelID
    package let api: BedrockAPI
    /// nil only with Converse.
    package let family: (any ModelFamily)?
    private let parameters: ModelParameters

    /// - Parameters:
    ///   - config: Its `[model …]` sections are looked at.
    ///   - file: `--params`: a file with a JSON object.
    ///   - parameters: `--param`s: `inferenceConfig.topK=20`.
    ///
    /// Throws `BedrockError`, `SettingsError`, or `FilterError` for a file that can't be read.
    package init(
        model: String, api: BedrockAPI = .converse, config: ConfigFile? = nil, file: String? = nil,
        parameters: [String] = []
    ) throws {
        self.model = try ModelID(model)
        self.api = api
        var settings = try ModelParameters(config, for: self.model)
        if let file { try settings.add(file: file) }
        for parameter in parameters { try settings.add(option: parameter) }
        self.parameters = settings
        family = settings.family
        guard api == .converse || family != nil else { throw BedrockError.unknownFamily(model) }
    }

    /// Throws for what Converse takes of no model (bedrock-runtime's service model,
    /// InferenceConfiguration), and for what a family has no field for. Other limits of a model's
    /// own are the service's to say.
    package func check(_ options: GenerationOptions) throws(BedrockError) {
        if api == .converse, let number = options.temperature, !(0...1).contains(number) {
            throw .badTemperature(number)
        }
        if !options.stopSequences.isEmpty, paths.stop == nil {
            throw .unsupportedOption("--stop", family: family?.name ?? "")
        }
    }

    /// Where the body has what all models have.
    private var paths: OptionPaths { api == .converse ? .converse : family?.options ?? .converse }

    /// `/model/…/converse-stream`, percent-encoded.
    package var path: String { "/model/\(model.pathSegment)/\(api.operation)" }

    /// What Bedrock wants beside the signature.
    package var headers: [HTTPField] {
        let type = HTTPField("Content-Type", "application/json")
        return api == .converse
            ? [type] : [type, HTTPField("X-Amzn-Bedrock-Accept", "application/json")]
    }

    /// Throws where the model is known not to be shown such a thing, or InvokeModel's body of its
    /// family has no place for it here.
    package func check(_ kind: Attachment.Kind) throws(BedrockError) {
        if Modalities.takes(kind, model) == false { throw .sightless(kind, model: model.text) }
        guard api == .invoke, let family, !family.shows.contains(kind) else { return }
        throw .noPlace(kind, family: family.name)
    }

    /// The body, as a tree.
    package func body(for request: ReplyRequest) throws -> JSONValue {
        for kind in request.shownKinds { try check(kind) }
        let (conversation, defaults) = basis(request)
        let body = conversation.merged(with: defaults).merged(with: patch(parameters.preset))
        return try set(request.options, in: body).merged(with: patch(parameters.typed))
    }

    /// `--print-request`: the body as people read it, keys sorted, a line feed at the end.
    package func printed(_ request: ReplyRequest) throws -> String {
        String(decoding: try body(for: request).encoded(pretty: true), as: UTF8.self) + "\n"
    }

    private func basis(_ request: ReplyRequest) -> (conversation: JSONValue, defaults: JSONValue) {
        guard api == .invoke, let family else {
            let takesSystem = family?.takesSystem ?? true
            return (
                ConverseBody.conversation(
                    request, takesSystem: takesSystem,
                    cacheMinimum: family?.cacheMinimum(of: model.name)),
                ConverseBody.defaults(of: family)
            )
        }
        return (family.conversation(request), family.defaults)
    }

    private func patch(_ patch: JSONValue) -> JSONValue {
        api == .converse ? ConverseBody.patch(patch, family: family) : patch
    }

    /// Stop sequences are added to those that are there: a model may need them.
    private func set(_ options: GenerationOptions, in body: JSONValue) throws -> JSONValue {
        try check(options)
        var body = body
        if let path = paths.maxTokens, let count = options.maxTokens {
            body[path] = .integer(count)
        }
        if let path = paths.temperature, let number = options.temperature {
            body[path] = .number(number)
        }
        if let path = paths.topP, let number = options.topP { body[path] = .number(number) }
        guard let path = paths.stop, !options.stopSequences.isEmpty else { return body }
        var stops: [JSONValue] = []
        if case .array(let items)? = body[path] { stops = items }
        stops += options.stopSequences.map { .string($0) }.filter { !stops.contains($0) }
        body[path] = .array(stops)
        return body
    }
}
