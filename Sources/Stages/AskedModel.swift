// SPDX-License-Identifier: MIT-0

import Cloud
import Settings

/// Which model is asked, by the names under which a persona may say something of its own about it.
package struct AskedModel: Sendable, Equatable {
    /// `aws` and `anthropic`; `offline`; `openai`; `exec`.
    package let providers: [String]
    /// The model's own: `claude-sonnet-4-6`; and its family's, where the id doesn't tell.
    package let names: [String]

    /// Every name that a provider may have: ours, and those that Bedrock's models come from.
    package static let knownProviders: Set<String> = Set(
        ["aws", "offline", "openai", "exec"]
            + ModelFamilies.all.flatMap(\.prefixes).map {
                String($0.prefix { $0.isLetter || $0.isNumber })
            })

    /// Asks nobody; `auto` is decided as for a stage.
    package init(
        _ provider: Provider, _ connection: ConnectionOptions, model: String?
    ) throws {
        switch provider {
        case .exec: self.init(providers: ["exec"], names: [])
        case .openai: self.init(providers: ["openai"], names: model.map { [$0] } ?? [])
        case .aws: try self.init(bedrock: model ?? Amazon.defaultModel)
        case .offline: self.init(offline: model)
        case .auto:
            if try Amazon(connection).hasCredentials(forBedrock: true) {
                try self.init(bedrock: model ?? Amazon.defaultModel)
            } else {
                self.init(offline: model)
            }
        }
    }

    /// Who speaks, where no model is asked.
    package init(speaker provider: Provider, _ connection: ConnectionOptions) throws {
        let name =
            switch provider {
            case .exec: "exec"
            case .openai: "openai"
            case .aws: "aws"
            case .offline: "offline"
            case .auto:
                try Amazon(connection).hasCredentials(forBedrock: false) ? "aws" : "offline"
            }
        self.init(providers: [name], names: [])
    }

    private init(providers: [String], names: [String]) {
        self.providers = providers
        self.names = names
    }

    private init(bedrock model: String) throws {
        let call = try BedrockCall(model: model, config: try ConfigFile.load())
        let name = call.model.name
        let family = call.family.map { [$0.name] } ?? []
        guard let dot = name.firstIndex(of: ".") else {
            self.init(providers: ["aws"], names: family)
            return
        }
        self.init(
            providers: ["aws", String(name[..<dot])],
            names: [String(name[name.index(after: dot)...])] + family)
    }

    /// A file is known by its name.
    private init(offline model: String?) {
        let named = model?.split(separator: "/").last.map(String.init)
        // The best that is installed, as the store has it; without one there is nothing to name.
        let best = try? ModelStore.load().languageModels.first { $0.hasPrefix("qwen") }
        self.init(providers: ["offline"], names: [named ?? best ?? nil].compactMap(\.self))
    }
}
