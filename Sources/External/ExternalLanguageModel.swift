// SPDX-License-Identifier: MIT-0

package import Channels
package import Children
package import Dialogue
import Synchronization

/// Text to text by a child: a line in, a line out; vc(7) says how.
///
/// The child sees the user's turns only: what it remembers of them is its own affair.
package final class ExternalLanguageModel: LanguageModel {
    private let slot: ChildSlot
    private let current = Mutex<AnsweringChild?>(nil)

    package init(_ launch: Child.Launch) { slot = ChildSlot(launch) }

    package var readsHistory: Bool { false }

    package func prepare(system: String?) async throws { _ = try await slot.take() }

    package func check(_ kind: Attachment.Kind) throws {
        throw AttachmentError.notTaken(kind, by: "a command")
    }

    package func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        let line = oneLine(request.messages.last?.text ?? "")
        let child = try await answerer()
        let wasUsed = child.account.linesSent > 0
        do {
            try await reply(to: line, of: child, into: output)
        } catch is ChildError where wasUsed && !child.account.hasBegun && child.hasEnded {
            // It had ended since the turn before.
            try await reply(to: line, of: try await answerer(), into: output)
        }
    }

    private func reply(
        to line: String, of child: AnsweringChild, into output: Channel<ReplyEvent>
    ) async throws {
        do {
            try await child.answer(line, into: output)
        } catch is CancellationError where Task.isCancelled {
            if !child.abandon() { slot.interrupt(child.child) }
            throw CancellationError()
        } catch is CancellationError {
            // The child reads no more.
            slot.giveUp(child.child)
            throw await child.child.failure()
        } catch {
            slot.giveUp(child.child)
            throw error
        }
    }

    /// The running child with its account; a new child begins a new one.
    private func answerer() async throws -> AnsweringChild {
        let child = try await slot.take()
        return current.withLock { current in
            if let current, current.child === child { return current }
            let answerer = AnsweringChild(child)
            current = answerer
            return answerer
        }
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
