// SPDX-License-Identifier: MIT-0

/// Models that have ended, and what to use instead (Bedrock user guide, "Model lifecycle").
///
/// Not a list of what is refused: dates move, and the service knows best. It names the way out when
/// the service says no.
package enum RetiredModels {
    /// The model to use in place of a retired one; nil if it isn't known as retired.
    package static func replacement(for model: ModelID) -> String? {
        model.names.lazy.compactMap { name in
            table.filter { name.hasPrefix($0.name) }.max { $0.name.count < $1.name.count }
        }.first?.replacement
    }

    private static let haiku = "global.anthropic.claude-haiku-4-5-20251001-v1:0"
    private static let sonnet = "global.anthropic.claude-sonnet-4-6"
    private static let opus = "global.anthropic.claude-opus-4-6-v1"
    private static let (novaLite, novaPro) = ("amazon.nova-lite-v1:0", "amazon.nova-pro-v1:0")
    private static let (llamaSmall, llamaLarge) = (
        "meta.llama3-1-8b-instruct-v1:0", "meta.llama3-3-70b-instruct-v1:0"
    )

    /// By the beginning of their names; the longest that fits counts.
    private static let table: [(name: String, replacement: String)] = [
        ("amazon.titan-text-express-v1", novaLite),
        ("amazon.titan-text-lite-v1", "amazon.nova-micro-v1:0"),
        ("amazon.titan-text-premier", novaPro),
        ("amazon.titan-tg1", novaLite),
        ("amazon.nova-premier", novaPro),
        ("anthropic.claude-v2", haiku),
        ("anthropic.claude-instant", haiku),
        ("anthropic.claude-3-haiku", haiku),
        ("anthropic.claude-3-5-haiku", haiku),
        ("anthropic.claude-3-sonnet", sonnet),
        ("anthropic.claude-3-5-sonnet", sonnet),
        ("anthropic.claude-3-7-sonnet", sonnet),
        ("anthropic.claude-sonnet-4-20250514", sonnet),
        ("anthropic.claude-3-opus", opus),
        ("meta.llama2-13b", llamaSmall),
        ("meta.llama2-70b", llamaLarge),
        ("meta.llama3-1-405b", llamaLarge),
        ("meta.llama3-2", llamaSmall),
        ("meta.llama3-2-90b", llamaLarge),
        ("cohere.command", novaLite),
        ("ai21.j2", novaLite),
        ("ai21.jamba", novaLite),
    ]
}
