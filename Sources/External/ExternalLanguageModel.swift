// SPDX-License-Identifier: MIT-0

package import Channels
package import Children
package import Dialogue

/// Text to text by a child: a line in, a line out; vc(7) says how.
///
/// The child sees the user's turns only: what it remembers of them is its own affair.
package final class ExternalLanguageModel: LanguageModel {
    private let slot: ChildSlot

    package init(_ launch: Child.Launch) { slot = ChildSlot(launch) }

    package func prepare(system: String?) async throws { _ = try await slot.take() }

    package func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        let turn = request.messages.last?.text ?? ""
        let child = try await slot.take()
        // What a child that survived an interruption still had to say to the turn before.
        while case .output = child.inbox.tryReceive() {}
        do {
            try await child.child.input.send(Array(oneLine(turn).utf8) + [UInt8(ascii: "\n")])
            try await listen(to: child, into: output)
        } catch is CancellationError where Task.isCancelled {
            slot.interrupt(child)
            throw CancellationError()
        } catch is CancellationError {
            // The child reads no more.
            slot.giveUp(child)
            throw await child.failure()
        } catch {
            slot.giveUp(child)
            throw error
        }
    }

    /// Sends on the child's line as it comes. A controlled child may write more than one: its reply
    /// ends with `done`.
    private func listen(to child: ExternalChild, into output: Channel<ReplyEvent>) async throws {
        var text = UTF8Text()
        var isControlled = false
        var received = 0
        var expected: Int?
        while received < expected ?? .max, let event = try await child.inbox.receive() {
            switch event {
            case .report(let report):
                isControlled = true
                if report.type == .error { throw child.failure(report) }
                if report.type == .done { expected = report.bytes ?? received }
            case .output(let bytes):
                received += bytes.count
                let end = isControlled ? nil : bytes.firstIndex(of: UInt8(ascii: "\n"))
                let piece = text.push(bytes[..<(end ?? bytes.endIndex)])
                if !piece.isEmpty { try await output.send(.text(piece)) }
                if end != nil { expected = 0 }
            case .piece, .piecesEnded: break
            case .ended:
                guard received > 0, expected == nil, !isControlled else {
                    throw await child.failure()
                }
                expected = 0
            }
        }
        try await output.send(.finished(.complete, nil))
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
