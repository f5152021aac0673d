// SPDX-License-Identifier: MIT-0

import Channels
package import Dialogue
import Filter

/// A picture that is looked at anew at each turn: `--image-each-turn`.
package struct WatchedImage: Sendable {
    private let path: String
    private let diagnostics: Diagnostics

    init(_ path: String, _ diagnostics: Diagnostics) {
        self.path = path
        self.diagnostics = diagnostics
    }

    /// The request, with the picture as it is now beside the last turn. Where there is none that
    /// can be sent, that is said, and the turn goes without.
    package func added(to request: ReplyRequest) async throws -> ReplyRequest {
        let (path, answer) = (path, Channel<Result<Attachment, any Error>>(capacity: 1))
        let thread = Thread {
            _ = answer.sendBlocking(Result { try AttachmentFile.readSettled(path) })
        }
        defer { withExtendedLifetime(thread) {} }
        switch try await answer.receive() {
        case .success(let image)?:
            guard let last = request.messages.indices.last else { return request }
            var request = request
            request.messages[last].attachments.append(image)
            AttachmentLimits.trim(&request.messages)
            return request
        case .failure(let error)?:
            diagnostics.warn("\(error); the turn goes without it")
            return request
        case nil: return request
        }
    }
}

/// A model that is shown a picture at each turn. The picture is nowhere kept: the next turn has its
/// own.
struct WatchingModel: LanguageModel {
    private let model: any LanguageModel
    private let image: WatchedImage

    init(_ model: any LanguageModel, _ image: WatchedImage) {
        self.model = model
        self.image = image
    }

    func prepare(system: String?) async throws { try await model.prepare(system: system) }

    var anticipates: Bool { model.anticipates }

    func anticipate(_ request: ReplyRequest) async { await model.anticipate(request) }

    var readsHistory: Bool { model.readsHistory }

    func check(_ kind: Attachment.Kind) throws { try model.check(kind) }

    func wholeReply(to request: ReplyRequest) async throws -> String {
        try await model.wholeReply(to: request)
    }

    func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        try await model.reply(to: try await image.added(to: request), into: output)
    }
}
