// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Transfer

/// Models that are asked and that answer in the same way.
///
/// A new one is a file in Families/ and a line in `ModelFamilies`.
package protocol ModelFamily: Sendable {
    /// What lists and `[model NAME]` sections call it.
    var name: String { get }
    /// Ids of some of its models, for lists.
    var examples: [String] { get }
    /// What the names of its models begin with.
    var prefixes: [String] { get }
    /// The fields of InvokeModel's body beside the conversation, as they are unless changed.
    var defaults: JSONValue { get }
    /// Where that body has what every model has.
    var options: OptionPaths { get }
    /// Whether Converse takes instructions for it in `system`.
    var takesSystem: Bool { get }
    /// How reasoning is marked in the text of InvokeModel's answers.
    var reasoning: ReasoningMarks { get }
    /// What `conversation` puts into InvokeModel's body beside words.
    var shows: Set<Attachment.Kind> { get }

    /// How many tokens have to stand in front of a point up to which Converse is to keep what it has
    /// read, for the model of that name (`anthropic.claude-sonnet-4-6`); nil where the model keeps
    /// nothing, and refuses such points.
    func cacheMinimum(of model: String) -> Int?

    /// The part of InvokeModel's body that is the conversation.
    func conversation(_ request: ReplyRequest) -> JSONValue

    /// What a chunk of InvokeModel's answer says. Throws where a field is of the wrong type.
    func read(_ chunk: JSONValue) throws(ChunkMismatch) -> ReplyPart
}

extension ModelFamily {
    package var takesSystem: Bool { true }
    package var reasoning: ReasoningMarks { .atStart }
    package var shows: Set<Attachment.Kind> { [] }
    package func cacheMinimum(of model: String) -> Int? { nil }
}

/// Where a body of InvokeModel has its settings; nil: nowhere.
package struct OptionPaths: Sendable, Equatable {
    package let maxTokens, temperature, topP, stop: [String]?

    /// Dotted.
    init(_ maxTokens: String, _ temperature: String, _ topP: String, stop: String?) {
        let path = { (text: String) in text.split(separator: ".").map(String.init) }
        self.maxTokens = path(maxTokens)
        self.temperature = path(temperature)
        self.topP = path(topP)
        self.stop = stop.map(path)
    }

    /// Where Converse has them.
    static let converse = OptionPaths(
        "inferenceConfig.maxTokens", "inferenceConfig.temperature", "inferenceConfig.topP",
        stop: "inferenceConfig.stopSequences")

    /// In the same order for all.
    var all: [[String]?] { [maxTokens, temperature, topP, stop] }
}

/// What a piece of an answer says; what it doesn't say is nil.
package struct ReplyPart: Sendable, Equatable {
    package var text: String?
    package var reason: StopReason?
    /// Whether the model said that nothing of the reply follows.
    package var isEnd = false
    package var inputTokens: Int?
    package var outputTokens: Int?
    /// Of the request, read from the cache of prompts and written to it.
    package var cacheReadTokens, cacheWriteTokens: Int?
    /// The model's words for what went wrong.
    package var failure: String?

    init(_ text: String? = nil) { self.text = text }

    /// A piece of which a reason to stop says that it is the last.
    init(_ text: String?, endsFor name: String?) {
        self.text = text
        reason = name.map(StopReason.init(service:))
        isEnd = name != nil
    }
}

extension StopReason {
    /// All the names that Bedrock, Converse and the families have for it.
    init(service name: String) {
        self =
            switch name.lowercased() {
            case "end_turn", "stop", "complete", "finish", "finished", "endoftext", "eos": .complete
            case "max_tokens", "length": .maxTokens
            case "stop_sequence", "stop_criteria_met": .stopSequence
            case "content_filtered", "guardrail_intervened", "content_filter", "error_toxic",
                "refusal":
                .filtered
            default: .other(name)
            }
    }
}
