// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Settings
import Transfer

/// Who answers: instructions, examples and settings, with what is different for some models.
///
/// The file's form is described in vc-persona(5).
package struct Persona: Sendable, Equatable {
    /// Where it is from, for messages.
    package let file: String
    /// Checked.
    private let tree: JSONValue

    /// Reads and checks a file.
    /// - Parameter providers: the names of providers that it may say something about.
    package init(_ bytes: [UInt8], file: String, providers: Set<String>) throws(PersonaError) {
        guard let tree = try? JSONValue(parsing: bytes) else {
            let line = JSONSyntax.brokenLine(in: bytes)
            throw .invalid(file: file, problem: (line.map { "line \($0): " } ?? "") + "not JSON")
        }
        try PersonaFields(file: file, providers: providers).check(tree)
        self.file = file
        self.tree = tree
    }

    private init(file: String, checked tree: JSONValue) {
        self.file = file
        self.tree = tree
    }

    /// What it says where one of `models` of one of `providers` is asked: what is said of the
    /// longest beginning of a model's name counts most, then what is said of its provider, then
    /// what is said of all.
    package func adapted(to providers: [String], models: [String]) -> Persona {
        var adapted = tree
        for provider in providers {
            guard let special = tree[provider] else { continue }
            let own = PersonaFields.known
            adapted = adapted.merged(
                with: .object((special.fields ?? [:]).filter { own.contains($0.key) }))
            let families = (special.fields ?? [:]).filter { key, _ in
                !own.contains(key) && models.contains { Self.begins($0, with: key) }
            }
            for family in families.keys.sorted(by: { $0.count < $1.count }) {
                adapted = adapted.merged(with: families[family] ?? [:])
            }
        }
        return Persona(file: file, checked: adapted)
    }

    /// Whether it says something about some models only.
    package var hasExceptions: Bool {
        !Set((tree.fields ?? [:]).keys).subtracting(PersonaFields.known).isEmpty
    }

    /// What lists say about it.
    package var summary: String? { text("description") }
    package var voice: String? { text("voice") }
    package var language: Language? { text("language").flatMap { Language($0) } }

    /// The examples that it answers after.
    package var examples: [Message] {
        guard let value = tree["messages"] else { return [] }
        return (try? PersonaFields(file: file, providers: []).messages(value, at: [])) ?? []
    }

    /// What it says about options, those with the names in `options`.
    package func settings(for options: [String]) -> ImpliedSettings {
        var settings: [(key: String, value: String)] = []
        // A file is not meant, even if it begins like one.
        if let system = text("system") {
            settings.append(("system", system.hasPrefix("@") ? "@" + system : system))
        }
        for (key, option) in [
            ("max_tokens", "max-tokens"), ("temperature", "temperature"), ("top_p", "top-p"),
            ("stop", "stop"),
        ] {
            settings += Self.values(tree[["parameters", key]]).map { (option, $0) }
        }
        for key in ["voice", "language"] {
            if let text = text(key) { settings.append((key, text)) }
        }
        return ImpliedSettings(source: file, settings.filter { options.contains($0.key) })
    }

    private func text(_ key: String) -> String? {
        if case .string(let text)? = tree[key] { text } else { nil }
    }

    private static func values(_ value: JSONValue?) -> [String] {
        switch value {
        case .string(let text): [text]
        case .integer(let number): ["\(number)"]
        case .number(let number): ["\(number)"]
        case .array(let items): items.flatMap { values($0) }
        default: []
        }
    }

    /// `claude-3-5-haiku-20241022-v1:0` begins with `claude-3`, but not with `claude-3-5-h`.
    private static func begins(_ model: String, with name: String) -> Bool {
        guard !name.isEmpty, model.hasPrefix(name) else { return false }
        return model.dropFirst(name.count).first.map { "-:.".contains($0) } ?? true
    }
}
