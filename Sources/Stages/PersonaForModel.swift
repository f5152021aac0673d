// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Filter
package import Personas
package import Reporting

extension PersonaOptions {
    /// The persona that is named, as it is for the model that is asked; nil if none is named.
    package func load(
        for provider: Provider, _ connection: ConnectionOptions, model: String?
    ) throws -> Persona? {
        try load { try AskedModel(provider, connection, model: model) }
    }

    /// The same for who speaks.
    package func load(
        forSpeaker provider: Provider, _ connection: ConnectionOptions
    ) throws -> Persona? {
        try load { try AskedModel(speaker: provider, connection) }
    }

    /// Who is asked takes reading files: that is done only where it matters.
    private func load(for asked: () throws -> AskedModel) throws -> Persona? {
        guard let persona = try load(providers: AskedModel.knownProviders) else { return nil }
        guard persona.hasExceptions else { return persona }
        let asked = try asked()
        return persona.adapted(to: asked.providers, models: asked.names)
    }

    /// `--list-personas`.
    package func list(to output: Output) throws -> ExitStatus {
        try list(to: output, providers: AskedModel.knownProviders)
    }
}

extension ReplyOptions {
    /// What stands above the conversation. A language that was named goes before the persona's.
    package func prompt(_ persona: Persona?, _ language: TalkLanguageOptions) throws -> Prompt {
        let own = persona?.language.map { SpokenLanguages.one($0) }
        return Prompt(
            try instructions(), languages: try language.named ?? own,
            examples: persona?.examples ?? [])
    }
}
