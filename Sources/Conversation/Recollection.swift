// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue

/// How a conversation is remembered.
extension Conversation {
    /// An answer is over: the model's own text, and what was heard of it where it was cut off.
    func remember(_ reply: String, heard: String? = nil) {
        guard history.isAwaitingReply else { return }
        history.addReply(reply)
        if let heard { history.interruptReply(heard: heard) }
        wantsSummary = true
        if let exchange = history.lastExchange { memory?.keep(exchange) }
    }

    /// A turn was another than had been understood first.
    func correct(_ was: String, to turn: String) {
        if let exchange = history.correctTurn(was, to: turn) { memory?.keep(exchange) }
    }

    /// The conversation ends: what was heard of an answer until now is part of it.
    func rememberUnfinished() async {
        for running in answers.values where running.isCommitted {
            let account = running.answer.account
            let frames = await running.answer.playout.heardFrames
            remember(account.text, heard: account.heard.heard(played: frames))
        }
    }

    /// Has what fell out of the history summarised, where there is such and nobody wants an answer;
    /// once after each answer: a service that can't isn't asked again and again.
    func summarise() {
        guard wantsSummary, answers.isEmpty, parties.model.readsHistory else { return }
        wantsSummary = false
        guard let task = history.summaryTask else { return }
        let new = Summing(task)
        summing = new
        if !work.trySend(.summary(new)) { summing = nil }
    }

    /// Somebody wants an answer.
    func stopSummarising() {
        summing?.giveUp()
        summing = nil
    }

    /// The summary is made.
    func take(_ summary: String, of task: SummaryTask, _ reports: Channel<Report>) async throws {
        summing = nil
        guard history.take(summary, of: task) else { return }
        memory?.keep(summary: summary, before: task.end)
        try await reports.send(.summarised(summary))
    }
}
