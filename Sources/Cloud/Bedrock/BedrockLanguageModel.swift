// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Transfer

/// A model on Amazon Bedrock: ConverseStream, or InvokeModelWithResponseStream with its family's
/// own body.
package struct BedrockLanguageModel: LanguageModel {
    private let call: BedrockCall
    private let service: ServiceClient
    private let deadlines: Deadlines

    /// `timeout`: how long the service may be silent, before the reply and within it.
    package init(_ call: BedrockCall, account: AWSAccount, timeout: Duration) throws {
        self.call = call
        service = try account.client(of: .bedrockRuntime)
        deadlines = Deadlines(firstByte: timeout, silence: timeout)
    }

    package func prepare(system: String?) async throws { try await service.warmUp() }

    package func check(_ kind: Attachment.Kind) throws { try call.check(kind) }

    /// Asks again after a failure that may pass, as long as nothing of the reply was delivered.
    ///
    /// Throws `BedrockError`, and what Transfer and the credentials throw.
    package func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        let asked = ServiceRequest(
            "POST", call.path, headers: call.headers,
            body: try call.body(for: request).encoded(), deadlines: deadlines)
        var hasDelivered = false
        do {
            try await service.call(asked, mayRepeat: { !hasDelivered }) { response in
                var reply = BedrockReply(to: call)
                try await read(response.body, &reply) { event in
                    hasDelivered = true
                    try await output.send(event)
                }
            }
        } catch let error as ServiceError {
            throw BedrockError(
                code: error.code, httpStatus: error.httpStatus, message: error.message, call: call)
        }
    }

    private func read(
        _ body: BodyStream, _ reply: inout BedrockReply,
        _ deliver: (ReplyEvent) async throws -> Void
    ) async throws {
        do {
            while let bytes = try await body.receive() {
                let (texts, error) = reply.take(bytes)
                for text in texts { try await deliver(.text(text)) }
                if let error { throw error }
            }
        } catch let error as TransferError {
            // Every word is here: a connection that ends without a goodbye does no harm.
            guard reply.isWhole else { throw error }
        } catch let error as EventStreamError {
            throw BedrockError.broken(model: call.model.text, error)
        }
        for event in try end(of: &reply) { try await deliver(event) }
    }

    private func end(of reply: inout BedrockReply) throws -> [ReplyEvent] {
        do {
            return try reply.finish()
        } catch let error as EventStreamError {
            throw BedrockError.broken(model: call.model.text, error)
        }
    }
}
