// SPDX-License-Identifier: MIT-0

import Dialogue
import Personas
import Settings
import Stages

/// A persona as it is for those who think and speak here.
struct ChosenPersona {
    /// For the model that thinks.
    let persona: Persona
    /// What it says about options. The voice is another matter: that is whose who speaks.
    let settings: ImpliedSettings
}

extension Chat {
    /// The persona that is named, if one is.
    func chosenPersona() throws -> ChosenPersona? {
        let connection = providers.connection
        guard
            let persona = try persona.load(
                for: providers.thinking, connection, model: reply.model),
            let voices = try self.persona.load(forSpeaker: providers.speaking, connection)
        else { return nil }
        let said = persona.settings(for: [
            "system", "max-tokens", "temperature", "top-p", "stop", "language",
        ])
        return ChosenPersona(
            persona: persona,
            settings: ImpliedSettings(
                source: said.source, said.settings + voices.settings(for: ["voice"]).settings))
    }

    /// What stands above the conversation.
    func prompt() throws -> Prompt { try reply.prompt(chosenPersona()?.persona, language) }
}
