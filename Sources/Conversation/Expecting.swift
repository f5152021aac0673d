// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue

/// What a turn will need is looked up while it is still being spoken.
extension Conversation {
    nonisolated func anticipate() async throws {
        for try await request in expected { await parties.model.anticipate(request) }
    }

    /// Takes the place of what was expected before.
    func expect(_ turn: String) {
        guard parties.model.anticipates, !turn.isEmpty else { return }
        var history = history
        history.addTurn(turn, showing: shown)
        while !expected.trySend(history.request(options: options)) {
            guard expected.tryReceive() != nil else { return }
        }
    }
}
