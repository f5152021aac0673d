// SPDX-License-Identifier: MIT-0

import Dialogue

/// Who may speak when: the rules of a conversation in which both may speak at any time, as a pure
/// state machine. It is fed events with their time, and says what is to be done.
///
/// A turn is over when nobody has spoken for the hold time and its words have settled; the final
/// results aren't waited for. Its answer may be made before, on suspicion, but nothing of that sounds
/// until the turn is over. When the final results come, they are compared: an answer to other words
/// is made anew if nothing of it was heard; else the correction enters the conversation. Who goes on
/// speaking before an answer sounds continues the turn; who speaks over one stops it.
package struct TurnTaking: Sendable, Equatable {
    private var rules: Rules
    private var listening: Listening
    private var floor = Floor()
    private var played = Repetition()
    private var answer: AnswerInTurn?
    private var owed: [OwedTurn] = []
    private var triesLeft: Int
    private var lastNumber = 0
    private var hasSourceEnded = false
    /// Since when nobody has spoken; nil while somebody does.
    private var quietSince: Duration?
    private var isLeaving = false

    package init(_ rules: Rules = Rules()) {
        self.rules = rules
        listening = Listening(HoldPolicy(fixed: rules.hold, patience: rules.patience))
        triesLeft = rules.tries
    }

    /// When `.time` is to be handled next, if nothing else happens.
    package var deadline: Duration? {
        let turn = isAnswering ? [] : [listening.due, suspicionDue, goodbyeDue]
        return ([floor.deadline] + turn).compactMap(\.self).min()
    }

    /// When it is time to say goodbye.
    private var goodbyeDue: Duration? {
        guard let after = rules.goodbyeAfter, !listening.isSpeaking, listening.turn.isEmpty else {
            return nil
        }
        return quietSince.map { $0 + after }
    }

    /// Where the user's last voice was.
    package var voiceEnd: Duration? { listening.voiceEnd }

    /// The turn so far.
    package var turn: String { listening.turn.text }

    /// Whether the user's turn is over and its answer is made or heard.
    private var isAnswering: Bool { answer?.isCommitted == true }

    /// Takes an event; returns what is to be done, in order.
    package mutating func handle(_ event: TurnEvent, at now: Duration) -> [TurnAction] {
        switch event {
        case .ready:
            quietSince = now
            return [.listen]
        case .canBargeIn(let can):
            rules.bargesIn = can
            return []
        case .speechSuspected:
            guard rules.bargesIn, answer?.isAudible == true else { return [] }
            return floor.suspected().map(TurnAction.floor)
        case .suspicionEnded: return floor.suspicionEnded().map(TurnAction.floor)
        case .speechStarted(let time): return speechStarted(at: time, now: now)
        case .speechPaused(let time):
            listening.speechPaused(at: time)
            quietSince = now
            return floor.speechPaused(now: now).map(TurnAction.floor) + proceed(now)
        case .transcript(let event): return transcript(event, now)
        case .speaks(let text):
            answer?.unheard.append(text)
            for text in answer?.takeHeard() ?? [] { played.note(text, at: now) }
            return []
        case .sounds(let number):
            if answer?.number == number { answer?.audibleAt = now }
            for text in answer?.takeHeard() ?? [] { played.note(text, at: now) }
            return []
        case .answerEnded(let number), .answerFailed(let number): return ended(number, now)
        case .interrupted: return interrupted(now)
        case .sourceEnded: return sourceEnded(now)
        case .time: return floor.time(now).map(TurnAction.floor) + goodbye(now) + proceed(now)
        }
    }

    // MARK: The user's voice

    private mutating func speechStarted(at time: Duration, now: Duration) -> [TurnAction] {
        // Who goes on after a turn was taken for over made a pause, too.
        let past = listening.turn.isEmpty && isAnswering && answer?.isAudible == false
        listening.learn(resumedAt: time, after: past ? owed.last?.text : nil)
        listening.speechStarted(at: time)
        guard isAnswering, let answer, rules.bargesIn || !answer.isAudible else { return [] }
        return floor.speechStarted(isAudible: answer.isAudible, now: now).map(TurnAction.floor)
    }

    // MARK: The user's words

    private mutating func transcript(_ event: TranscriptEvent, _ now: Duration) -> [TurnAction] {
        switch event {
        case .partial(let transcript): return words(transcript, isFinal: false, now)
        case .final(let transcript):
            guard isNew(transcript) else {
                owed[0].finals.append(transcript.text)
                return []
            }
            return words(transcript, isFinal: true, now)
        case .turnDone:
            guard let first = owed.first else { return over(now, isTold: true) }
            owed.removeFirst()
            // A transcriber that isn't told about turns owes none: its words are the next turn.
            let isAnother = first.finals.isEmpty && !listening.turn.finalTexts.isEmpty
            return isAnother ? over(now, isTold: true) : reconcile(first)
        }
    }

    /// Whether a result says something beyond the turns whose last results are still owed.
    private func isNew(_ transcript: Transcript) -> Bool {
        if owed.first?.awaits(transcript) == true { return false }
        guard let last = owed.last, let end = last.end else { return true }
        if let start = transcript.start { return start >= end }
        return listening.isSpeaking || listening.voiceEnd.map { $0 > end } ?? true
    }

    private mutating func words(
        _ transcript: Transcript, isFinal: Bool, _ now: Duration
    ) -> [TurnAction] {
        guard isNew(transcript) else { return [] }
        let hasChanged = listening.take(transcript, isFinal: isFinal, at: now)
        guard hasChanged else { return proceed(now) }
        if isAnswering { return overAnswer(now) }
        return proceed(now)
    }

    /// The user has said something while an answer was made or heard.
    private mutating func overAnswer(_ now: Duration) -> [TurnAction] {
        let words = listening.turn.words
        guard let answer, !Backchannel.isAll(words), !isEcho(words, now) else {
            return []
        }
        guard !answer.isAudible || rules.bargesIn else { return [] }
        // Words without a voice are what a recogniser makes of an echo.
        if let sounds = answer.audibleAt, !listening.hasSpoken(since: sounds) {
            return proceed(now)
        }
        // Before a sample of it was heard the turn simply goes on.
        triesLeft = rules.tries
        return stop(answer, now) + proceed(now)
    }

    /// Words of the loudspeaker itself.
    private func isEcho(_ words: [String], _ now: Duration) -> Bool {
        played.holds(words, since: listening.voiceStart, at: now)
    }

    /// An answer that is wanted no more, heard or not.
    private mutating func stop(_ answer: AnswerInTurn, _ now: Duration) -> [TurnAction] {
        floor.clear()
        self.answer = nil
        if answer.isAudible { played.ended(at: now) }
        return [answer.isAudible ? .cut(answer.number) : .drop(answer.number)]
    }

    /// The last results of a turn are there: was it what was answered?
    private mutating func reconcile(_ owed: OwedTurn) -> [TurnAction] {
        let text = owed.finals.filter { !$0.isEmpty }.joined(separator: " ")
        let words = UserTurn.words(of: text)
        guard let was = owed.text, !words.isEmpty, words != UserTurn.words(of: was) else {
            return []
        }
        let correction = TurnAction.correct(turn: text, was: was)
        guard let answer, answer.isCommitted, !answer.isAudible else { return [correction] }
        let number = next(words, isCommitted: true)
        return [correction, .drop(answer.number), .askAgain(number), .release(number)]
    }

    // MARK: The end of a turn

    /// What follows from the words and the time.
    private mutating func proceed(_ now: Duration) -> [TurnAction] {
        guard !isAnswering else { return afterVerdict(now) }
        if let due = listening.due, now >= due { return over(now) }
        var actions = dropOutdated()
        if let suspicionDue, now >= suspicionDue {
            triesLeft -= 1
            let turn = listening.turn
            actions.append(.ask(next(turn.words, isCommitted: false), turn: turn.text))
        }
        return actions
    }

    private var suspicionDue: Duration? {
        // The last try is kept for when nobody speaks any more.
        answer == nil && triesLeft > (listening.isSpeaking ? 1 : 0) ? listening.suspicionDue : nil
    }

    /// An answer on suspicion to words that aren't the turn's any more.
    private mutating func dropOutdated() -> [TurnAction] {
        guard let answer, !answer.isCommitted, answer.words != listening.turn.words else {
            return []
        }
        self.answer = nil
        return [.drop(answer.number)]
    }

    /// The floor was given back to the answer: what was said over it was nothing.
    private mutating func afterVerdict(_ now: Duration) -> [TurnAction] {
        guard rules.bargesIn, !floor.isStopped, !listening.isSpeaking, !listening.turn.isEmpty
        else { return [] }
        return endTurn(as: nil)
    }

    /// The turn is over; `isTold`: the transcriber has said so itself.
    private mutating func over(_ now: Duration, isTold: Bool = false) -> [TurnAction] {
        let turn = listening.turn
        guard !isAnswering, !turn.isEmpty else { return [] }
        guard !isEcho(turn.words, now) else { return dropAny() + endTurn(as: nil) }
        var actions = isTold ? [] : endTurn(as: turn.text)
        if isTold { beginTurn() }
        actions.append(.commit(turn: turn.text))
        if answer?.words == turn.words, let number = answer?.number {
            answer?.isCommitted = true
            return actions + [.release(number)]
        }
        actions += dropAny()
        let number = next(turn.words, isCommitted: true)
        return actions + [.askAgain(number), .release(number)]
    }

    /// The words are a turn with that text, or nothing; what comes behind them is another.
    private mutating func endTurn(as text: String?) -> [TurnAction] {
        owed.append(
            OwedTurn(text: text, finals: listening.turn.finalTexts, end: listening.voiceEnd))
        beginTurn()
        return [.endTurn]
    }

    private mutating func beginTurn() {
        listening.forgetWords()
        triesLeft = rules.tries
    }

    private mutating func dropAny() -> [TurnAction] {
        defer { answer = nil }
        return answer.map { [.drop($0.number)] } ?? []
    }

    private mutating func next(_ words: [String], isCommitted: Bool) -> Int {
        lastNumber += 1
        answer = AnswerInTurn(number: lastNumber, words: words, isCommitted: isCommitted)
        return lastNumber
    }

    // MARK: The end of an answer

    private mutating func ended(_ number: Int, _ now: Duration) -> [TurnAction] {
        guard let answer, answer.number == number else { return [] }
        let wasCommitted = answer.isCommitted
        self.answer = nil
        floor.clear()
        if answer.isAudible { played.ended(at: now) }
        guard wasCommitted else {
            // It failed, and would again.
            triesLeft = 0
            return []
        }
        if isLeaving || hasSourceEnded && listening.turn.isEmpty { return [.end] }
        quietSince = now
        return [.listen] + proceed(now)
    }

    private mutating func goodbye(_ now: Duration) -> [TurnAction] {
        guard !isAnswering, let goodbyeDue, now >= goodbyeDue else { return [] }
        isLeaving = true
        let number = next([], isCommitted: true)
        return [.sayGoodbye(number), .release(number)]
    }

    /// ENTER stops what is made or heard.
    private mutating func interrupted(_ now: Duration) -> [TurnAction] {
        guard let answer, answer.isCommitted else { return [] }
        return stop(answer, now) + [.listen]
    }

    private mutating func sourceEnded(_ now: Duration) -> [TurnAction] {
        hasSourceEnded = true
        listening.speechPaused(at: now)
        guard !isAnswering else { return [] }
        let actions = over(now)
        return isAnswering ? actions : actions + dropAny() + [.end]
    }
}
