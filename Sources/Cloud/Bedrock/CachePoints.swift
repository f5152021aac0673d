// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Up to where a model is to keep what it has read of a request, for the next one.
///
/// After the instructions, and at the last message before the new turn: all that the next request
/// will begin with, too. One more stands where the request before had its last: a model that looks
/// only where points are finds there what it kept then. Four are allowed.
struct CachePoints: Equatable {
    /// As it stands among the blocks of Converse.
    static let block: JSONValue = ["cachePoint": ["type": "default"]]

    private(set) var areAfterSystem = false
    /// Behind these messages, by their index.
    private(set) var messages: Set<Int> = []

    /// - Parameter minimum: the tokens that have to be in front of a point; nil for models without a
    ///   cache.
    init(_ request: ReplyRequest, minimum: Int?) {
        guard let minimum else { return }
        var tokens = request.system.map(TokenCount.of) ?? 0
        areAfterSystem = tokens >= minimum
        let last = request.messages.count - 2
        for (index, message) in request.messages.enumerated() {
            tokens += TokenCount.of([message])
            if index == last || index == last - 2, tokens >= minimum { messages.insert(index) }
        }
    }
}
