// SPDX-License-Identifier: MIT-0

package import Dialogue

/// What models can be shown through Converse, as far as we know: the user guide's page "Supported
/// models and model features", of which `Vision` is images and `Document chat` documents.
///
/// By names, not by families: of one family some see and others don't. What isn't listed is left
/// to the service.
package enum Modalities {
    /// Nil: not known.
    package static func takes(_ kind: Attachment.Kind, _ model: ModelID) -> Bool? {
        model.names.lazy.compactMap { name in
            table.filter { name.hasPrefix($0.name) }.max { $0.name.count < $1.name.count }
        }.first?.kinds.contains(kind)
    }

    private static let all: Set<Attachment.Kind> = [.image, .document]

    /// By the beginning of their names; the longest that fits counts.
    private static let table: [(name: String, kinds: Set<Attachment.Kind>)] = [
        ("amazon.nova-", all), ("amazon.nova-micro", []),
        ("amazon.titan-text-", [.document]), ("amazon.titan-text-premier", []),
        ("amazon.titan-tg1", [.document]),
        ("anthropic.claude-", all), ("anthropic.claude-v2", [.document]),
        ("anthropic.claude-instant", [.document]), ("anthropic.claude-3-5-haiku", [.document]),
        ("meta.llama2-", [.document]), ("meta.llama3-", [.document]),
        ("meta.llama3-2-11b", all), ("meta.llama3-2-90b", all), ("meta.llama4-", all),
        ("mistral.mistral-7b-", [.document]), ("mistral.mixtral-8x7b-", [.document]),
        ("mistral.mistral-large-24", [.document]), ("mistral.mistral-small-2402", []),
        ("mistral.pixtral-", all),
        ("cohere.command", [.document]),
        ("ai21.jamba-1-5", [.document]), ("ai21.jamba-instruct", []), ("ai21.j2", []),
        ("deepseek.r1-", [.document]),
    ]
}
