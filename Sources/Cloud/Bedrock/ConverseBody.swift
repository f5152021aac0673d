// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// The body of Converse and ConverseStream.
enum ConverseBody {
    /// The fields that Converse has; any other belongs to the model.
    private static let fields: Set = [
        "system", "messages", "inferenceConfig", "toolConfig", "guardrailConfig",
        "performanceConfig", "serviceTier", "outputConfig", "additionalModelRequestFields",
        "additionalModelResponseFieldPaths", "promptVariables", "requestMetadata",
    ]
    private static let inferenceFields: Set = [
        "maxTokens", "temperature", "topP", "stopSequences",
    ]
    private static let additional = "additionalModelRequestFields"

    /// `takesSystem`: else instructions stand at the head of the first turn. `cacheMinimum`: the
    /// tokens from which on the model keeps what it has read; nil where it doesn't.
    static func conversation(
        _ request: ReplyRequest, takesSystem: Bool, cacheMinimum: Int? = nil
    ) -> JSONValue {
        let points = CachePoints(request, minimum: takesSystem ? cacheMinimum : nil)
        var body: JSONValue = [:]
        var messages = request.messages
        if let system = request.system, !system.isEmpty {
            if takesSystem {
                body["system"] = .array(
                    [["text": .string(system)]] + (points.areAfterSystem ? [CachePoints.block] : [])
                )
            } else if !messages.isEmpty {
                messages[0].text = system + "\n\n" + messages[0].text
            }
        }
        var content = ConverseContent()
        body["messages"] = .array(
            messages.enumerated().map { index, message in
                let point = points.messages.contains(index) ? [CachePoints.block] : []
                let blocks = content.blocks(of: message) + point
                return ["role": .string(message.role.rawValue), "content": .array(blocks)]
            })
        return body
    }

    /// The settings of a family that every model has; the others are the model's own affair.
    static func defaults(of family: (any ModelFamily)?) -> JSONValue {
        guard let family else { return [:] }
        var body: JSONValue = [:]
        let paths = zip(family.options.all, OptionPaths.converse.all)
        for case (let from?, let to?) in paths where to != OptionPaths.converse.stop {
            if let value = family.defaults[from] { body[to] = value }
        }
        return body
    }

    /// A change to InvokeModel's body, as a change to Converse's: what both have is where Converse
    /// has it, what Converse doesn't know goes to the model.
    static func patch(_ patch: JSONValue, family: (any ModelFamily)?) -> JSONValue {
        var rest = patch
        var body: JSONValue = [:]
        for case (let from?, let to?) in zip(family?.options.all ?? [], OptionPaths.converse.all) {
            guard let value = rest[from] else { continue }
            rest = rest.without(from)
            body[to] = value
        }
        for (name, value) in rest.fields ?? [:] {
            if name == "inferenceConfig", let settings = value.fields {
                for (setting, value) in settings {
                    let known = inferenceFields.contains(setting)
                    body[(known ? [] : [additional]) + [name, setting]] = value
                }
            } else if name == additional, let fields = value.fields {
                for (field, value) in fields { body[[additional, field]] = value }
            } else {
                body[(fields.contains(name) ? [] : [additional]) + [name]] = value
            }
        }
        return body
    }
}

extension JSONValue {
    /// Without the value at the end of a way, nor the objects that it leaves empty.
    fileprivate func without(_ path: [String]) -> JSONValue {
        guard let key = path.first, var inner = self[key] else { return self }
        var copy = self
        inner = path.count > 1 ? inner.without(Array(path.dropFirst())) : [:]
        copy[key] = inner == [:] ? nil : inner
        return copy
    }
}
