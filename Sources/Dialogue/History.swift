// SPDX-License-Identifier: MIT-0

/// What a conversation remembers: what stands above it, turns of user and assistant by turns, and a
/// summary of those that were forgotten.
///
/// The first message is always the user's, no two neighbours have the same role, and none is
/// empty: what services demand of a request. Old turns are forgotten together with their replies;
/// what stands above them and the last user turn stay.
package struct History: Sendable, Equatable {
    /// How much of it is sent. When there is more, the oldest turns go until three quarters of the
    /// room are taken: a model's cache of a conversation holds only as long as its beginning stays,
    /// so forgetting a little with each turn would cost a full reading each time.
    package struct Limit: Sendable, Equatable {
        package var messages: Int
        /// Of all that a request says, by `TokenCount`.
        package var tokens: Int

        package init(messages: Int = 200, tokens: Int = 3000) {
            self.messages = max(1, messages)
            self.tokens = max(1, tokens)
        }
    }

    /// Ends a reply that the user interrupted, so that the model knows that it was not heard out.
    package static let interruption = "…"
    /// What is forgotten and in no summary, at most: some books. More only comes together where
    /// nobody can summarise.
    private static let fallenTokens = 500_000
    /// The longest summary.
    private static let summaryTokens = 300
    private static let mostScale = 2.0

    package let prompt: Prompt
    package private(set) var summary: String?
    package private(set) var messages: [Message] = []
    /// What was forgotten and is not in the summary yet: whole exchanges, in front of `messages`.
    private var fallen: [Message] = []
    /// The number of the exchange that `messages` begins with.
    private var first = 0
    private let limit: Limit
    /// How many of the model's tokens one of `TokenCount`'s is; at least 1.
    private var scale = 1.0

    /// `summary` and `exchanges` are what is remembered of an earlier run.
    package init(
        _ prompt: Prompt, summary: String? = nil, exchanges: [Exchange] = [],
        limit: Limit = Limit()
    ) {
        self.prompt = prompt
        self.summary = summary
        self.limit = limit
        for exchange in exchanges {
            messages += [Message(.user, exchange.turn), Message(.assistant, exchange.reply)]
        }
        forget()
    }

    package init(system: String? = nil, limit: Limit = Limit()) {
        self.init(Prompt(system), limit: limit)
    }

    /// The system text of requests.
    package var system: String? { prompt.system(summary: summary) }

    /// Whether the last user turn has no reply yet.
    package var isAwaitingReply: Bool { messages.last?.role == .user }

    /// The last turn with its reply; nil while it awaits one.
    package var lastExchange: Exchange? { exchange(at: messages.count - 2) }

    /// Adds what the user said. After a turn that got no reply, it continues that turn, on a line
    /// of its own. Empty text is nothing.
    ///
    /// What was shown stays for later questions about it, until `AttachmentLimits` leave no room.
    package mutating func addTurn(_ text: String, showing attachments: [Attachment] = []) {
        guard let text = Self.trimmed(text) else { return }
        if isAwaitingReply {
            messages[messages.count - 1].text += "\n" + text
            messages[messages.count - 1].attachments += attachments
        } else {
            messages.append(Message(.user, text, attachments: attachments))
        }
        forget()
        AttachmentLimits.trim(&messages)
    }

    /// Adds the assistant's reply to the last turn. An empty reply is none, and so is one that
    /// nobody asked for: both change nothing.
    package mutating func addReply(_ text: String) {
        guard isAwaitingReply, let text = Self.trimmed(text) else { return }
        messages.append(Message(.assistant, text))
        // Now, not with the next turn, whose answer must not wait for a summary.
        forget()
    }

    /// The last reply was interrupted: keeps what was heard of it, with the mark of an
    /// interruption. If nothing was heard, the reply goes, and its turn awaits one again.
    package mutating func interruptReply(heard: String) {
        guard messages.last?.role == .assistant else { return }
        messages.removeLast()
        guard let heard = Self.trimmed(heard) else { return }
        let isMarked = heard.hasSuffix(Self.interruption)
        messages.append(Message(.assistant, isMarked ? heard : heard + Self.interruption))
    }

    /// A turn was another than had been understood first: the last one that says `old` says `new`.
    /// - Returns: the exchange that it changed, if that is over.
    @discardableResult
    package mutating func correctTurn(_ old: String, to new: String) -> Exchange? {
        guard let old = Self.trimmed(old), let new = Self.trimmed(new),
            let index = messages.lastIndex(where: { $0.role == .user && $0.text.hasSuffix(old) })
        else { return nil }
        messages[index].text = messages[index].text.dropLast(old.count) + new
        return exchange(at: index)
    }

    /// Forgets the last user turn if it got no reply.
    /// - Returns: what was shown with it, which the next turn may need.
    @discardableResult
    package mutating func dropUnansweredTurn() -> [Attachment] {
        isAwaitingReply ? messages.removeLast().attachments : []
    }

    /// What to ask a language model; the last message is the user's if a reply is awaited.
    package func request(options: GenerationOptions = GenerationOptions()) -> ReplyRequest {
        ReplyRequest(system: system, messages: prompt.examples + messages, options: options)
    }

    /// Learns how the model counts, from what it said of a request. Only ever upwards: who counts
    /// too little gets a request refused.
    package mutating func learn(tokens: Int, of request: ReplyRequest) {
        let ratio = Double(tokens) / Double(max(1, TokenCount.of(request)))
        // What a picture costs says nothing about words. Nor does a ratio that no tokenizer has: it
        // has been given more than this, such as passages or a picture of its own.
        guard request.shownKinds.isEmpty, ratio <= Self.mostScale else { return }
        scale = max(scale, ratio)
    }

    // MARK: What is forgotten

    /// What to ask, to have what was forgotten in the summary, or as much of it as goes into one
    /// request; nil if all is.
    package var summaryTask: SummaryTask? {
        guard !fallen.isEmpty else { return nil }
        var count = 2
        var tokens = TokenCount.of(fallen.prefix(2))
        while count < fallen.count {
            tokens += TokenCount.of(fallen[count..<min(count + 2, fallen.count)])
            guard tokens <= limit.tokens else { break }
            count += 2
        }
        let taken = fallen.prefix(count)
        return SummaryTask(
            earlier: summary, messages: Array(taken),
            end: first - (fallen.count - taken.count) / 2,
            maxTokens: min(Self.summaryTokens, max(32, limit.tokens / 8)))
    }

    /// The task has been done: `text` is the summary. An empty one is none.
    /// - Returns: whether it was taken.
    package mutating func take(_ text: String, of task: SummaryTask) -> Bool {
        guard let text = Self.trimmed(text) else { return false }
        summary = text
        fallen = Array(fallen.suffix(2 * (first - task.end)))
        return true
    }

    private mutating func forget() {
        let above = TokenCount.of(ReplyRequest(system: system, messages: prompt.examples))
        let room = Double(limit.tokens) / scale - Double(above)
        var tokens = TokenCount.of(messages)
        guard messages.count > limit.messages || Double(tokens) > room else { return }
        var oldest = 0
        while messages.count - oldest > max(1, limit.messages * 3 / 4)
            || Double(tokens) > room * 3 / 4,
            // A pair is a turn and its reply; the turn that awaits one is never forgotten.
            oldest + 2 < messages.count
        {
            tokens -= TokenCount.of(messages[oldest..<(oldest + 2)])
            oldest += 2
        }
        fallen += messages[..<oldest].map { Message($0.role, $0.text) }
        messages.removeFirst(oldest)
        first += oldest / 2
        // Where nobody can summarise, they don't pile up.
        while TokenCount.of(fallen) > Self.fallenTokens, fallen.count > 2 { fallen.removeFirst(2) }
    }

    private func exchange(at index: Int) -> Exchange? {
        guard messages.indices.contains(index), messages.indices.contains(index + 1),
            messages[index].role == .user
        else { return nil }
        return Exchange(
            number: first + index / 2, turn: messages[index].text, reply: messages[index + 1].text)
    }

    /// Nil if nothing is left.
    private static func trimmed(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        return String(scalars[first...last])
    }
}
