// SPDX-License-Identifier: MIT-0

/// What a conversation remembers: the system text, and turns of user and assistant by turns.
///
/// The first message is always the user's, no two neighbours have the same role, and none is
/// empty: what services demand of a request. Old turns are forgotten together with their replies;
/// the system text and the last user turn stay.
package struct History: Sendable, Equatable {
    /// How much is remembered. When there is more, the oldest turns go until three quarters of it
    /// are left: a model's cache of a conversation holds only as long as its beginning stays, so
    /// forgetting a little with each turn would cost a full reading each time.
    package struct Limit: Sendable, Equatable {
        package var messages: Int
        /// Unicode scalars of all messages together, a rough measure of tokens.
        package var characters: Int

        package init(messages: Int = 200, characters: Int = 12_000) {
            self.messages = max(1, messages)
            self.characters = max(1, characters)
        }
    }

    /// Ends a reply that the user interrupted, so that the model knows that it was not heard out.
    package static let interruption = "…"

    package var system: String?
    package private(set) var messages: [Message] = []
    private let limit: Limit

    package init(system: String? = nil, limit: Limit = Limit()) {
        self.system = system
        self.limit = limit
    }

    /// Whether the last user turn has no reply yet.
    package var isAwaitingReply: Bool { messages.last?.role == .user }

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
    package mutating func correctTurn(_ old: String, to new: String) {
        guard let old = Self.trimmed(old), let new = Self.trimmed(new),
            let index = messages.lastIndex(where: { $0.role == .user && $0.text.hasSuffix(old) })
        else { return }
        messages[index].text = messages[index].text.dropLast(old.count) + new
    }

    /// Forgets the last user turn if it got no reply.
    /// - Returns: what was shown with it, which the next turn may need.
    @discardableResult
    package mutating func dropUnansweredTurn() -> [Attachment] {
        isAwaitingReply ? messages.removeLast().attachments : []
    }

    /// What to ask a language model; the last message is the user's if a reply is awaited.
    package func request(options: GenerationOptions = GenerationOptions()) -> ReplyRequest {
        ReplyRequest(system: system, messages: messages, options: options)
    }

    private mutating func forget() {
        var characters = messages.reduce(0) { $0 + $1.text.unicodeScalars.count }
        guard messages.count > limit.messages || characters > limit.characters else { return }
        var oldest = 0
        while messages.count - oldest > max(1, limit.messages * 3 / 4)
            || characters > limit.characters * 3 / 4,
            // A pair is a turn and its reply; the turn that awaits one is never forgotten.
            oldest + 2 < messages.count
        {
            for message in messages[oldest..<(oldest + 2)] {
                characters -= message.text.unicodeScalars.count
            }
            oldest += 2
        }
        messages.removeFirst(oldest)
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
