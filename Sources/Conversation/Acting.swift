// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue

/// How a conversation carries out what turn-taking says.
extension Conversation {
    func carryOut(_ action: TurnAction, _ reports: Channel<Report>) async throws {
        switch action {
        case .listen:
            ear.gate.set(open: true)
            try await reports.send(.listening)
        case .endTurn: ear.endTurn()
        case .ask(let number, let turn):
            var history = history
            history.addTurn(turn, showing: shown)
            offered = shown.count
            try await start(number, history.request(options: options))
        case .askAgain(let number): try await start(number, history.request(options: options))
        case .sayGoodbye(let number):
            commit = nil
            try await start(
                number, ReplyRequest(messages: []),
                FixedReply(text: farewell?.text(in: spoken) ?? ""))
        case .commit(let turn):
            ear.gate.set(open: false)
            takeTurn(turn)
            let end = turnTaking.voiceEnd.map(ear.time.clockTime(of:)) ?? clock.now()
            commit = (end, clock.now(), tries)
            try await reports.send(.turn(turn))
        case .correct(let turn, let was):
            correct(was, to: turn)
            try await reports.send(.corrected(turn))
        case .release(let number):
            tries = 0
            answers[number]?.isCommitted = true
            await answers[number]?.answer.playout.release()
            try await show(number, reports)
        case .drop(let number): try await drop(number, reports)
        case .cut(let number): try await cut(number, reports)
        case .floor(let action): try await floor(action)
        case .end: break
        }
    }

    private func start(
        _ number: Int, _ request: ReplyRequest, _ model: (any LanguageModel)? = nil
    ) async throws {
        let inbox = inbox
        var parties = parties
        parties.model = model ?? parties.model
        parties.synthesizer = parties.synthesizer.speaking(spoken)
        let answer = Answer(number: number, parties: parties, clock: clock) { news in
            try await inbox.send(.news(number, news))
        }
        stopSummarising()
        tries += 1
        commit?.tries = tries
        await parties.sink.prepare()
        answers[number] = Running(answer: answer, request: request)
        try await work.send(.answer(Start(answer: answer, request: request)))
    }

    private func drop(_ number: Int, _ reports: Channel<Report>) async throws {
        guard let running = answers.removeValue(forKey: number) else { return }
        running.answer.cancel()
        _ = try await running.answer.playout.cut()
        let account = running.answer.account
        if running.isCommitted {
            try await reports.send(.answered(text: account.text, heard: "", interrupted: true))
        }
        try await reports.send(.wasted(tokens: account.tokens))
    }

    private func cut(_ number: Int, _ reports: Channel<Report>) async throws {
        guard let running = answers.removeValue(forKey: number) else { return }
        let frames = try await running.answer.playout.cut()
        running.answer.cancel()
        let account = running.answer.account
        let heard = account.heard.heard(played: frames)
        remember(account.text, heard: heard)
        try await reports.send(.answered(text: account.text, heard: heard, interrupted: true))
    }

    private func floor(_ action: Floor.Action) async throws {
        for running in answers.values where running.isCommitted {
            let playout = running.answer.playout
            switch action {
            case .lower: await playout.set(lowered: true)
            case .raise: await playout.set(lowered: false)
            case .stop: try await playout.stop()
            case .goOn: await playout.goOn()
            }
        }
    }
}
