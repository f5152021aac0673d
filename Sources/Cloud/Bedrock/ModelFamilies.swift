// SPDX-License-Identifier: MIT-0

/// The families that are known.
package enum ModelFamilies {
    /// Those with longer prefixes of the same provider come first: the first that fits counts.
    package static let all: [any ModelFamily] = [
        Nova(), TitanText(),
        ClaudeText(), Claude(),
        Llama.llama2, Llama.llama3, Llama.llama4,
        MistralText(), Chat.mistral,
        CohereCommand(), CohereCommandR(),
        Chat.jamba,
        DeepSeekR1(), Chat.deepSeek,
        Chat.gptOSS, Chat.qwen, Chat.others,
    ]

    /// The family of a model; nil for models that only Converse can be used with, and for ids that
    /// don't tell (those of application inference profiles).
    package static func family(of model: ModelID) -> (any ModelFamily)? {
        model.names.lazy.compactMap(family(named:)).first
    }

    /// The family of that name (`nova`).
    package static func family(called name: String) -> (any ModelFamily)? {
        all.first { $0.name == name }
    }

    static func family(named model: String) -> (any ModelFamily)? {
        all.first { $0.prefixes.contains(where: model.hasPrefix) }
    }
}
