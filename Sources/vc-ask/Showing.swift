// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Memory
import Personas
import Reporting
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
        _ first: String, then source: TurnSource, _ prompt: Prompt, _ stages: Stages
    ) async throws -> ExitStatus {
        let output = Output.standard()
        let library = try stages.library(knowledge)
        var turn: String? = first
        while let text = turn {
            var history = memory.history(prompt, nil)
            history.addTurn(text)
            let request = try await stages.informed(
                history.request(options: reply.generation), by: library)
            try output.write(
                stages.printedRequest(request, provider.provider, model: reply.model, bedrock))
            turn = try await source.next()
        }
        return .success
    }
}
