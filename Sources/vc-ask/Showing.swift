// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Memory
import Personas
import Reporting
import Settings
import Stages

/// What can be shown instead of asking anybody.
extension Ask {
    /// Shows what was asked for; nil where a model is to be asked.
    @MainActor
    func show(_ stages: Stages) throws -> ExitStatus? {
        let output = Output.standard()
        if listModels {
            let models = try stages.models(provider.provider)
            for model in models { try output.write(model + "\n") }
            return models.isEmpty ? .nothing : .success
        }
        if persona.listPersonas { return try persona.list(to: output) }
        return try store.run(output)
    }

    /// `--print-request`
    @MainActor
    func print(
        _ first: String, _ shown: [Attachment], then source: TurnSource, _ prompt: Prompt,
        _ session: Session, _ stages: Stages
    ) async throws -> ExitStatus {
        let output = Output.standard()
        let library = try stages.library(knowledge, provider.provider)
        let watched = attachments.watched(session.diagnostics)
        var turn: String? = first
        var shown = shown
        while let text = turn {
            var history = memory.history(prompt, nil)
            history.addTurn(text, showing: shown)
            shown = []
            var request = history.request(options: reply.generation)
            request = try await stages.informed(request, by: library)
            request = try await watched?.added(to: request) ?? request
            try output.write(
                stages.printedRequest(request, provider.provider, model: reply.model, bedrock))
            turn = try await source.next()
        }
        return .success
    }
}
