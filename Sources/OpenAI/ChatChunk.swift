// SPDX-License-Identifier: MIT-0

/// One `chat.completion.chunk` of a streamed answer: the fields that are looked at.
struct ChatChunk: Decodable {
    struct Choice: Decodable {
        /// `reasoning_content` and its like are not named here, and so never delivered.
        struct Delta: Decodable { var content: String? }

        var index: Int?
        var delta: Delta?
        var finish_reason: String?
    }

    struct Usage: Decodable {
        var prompt_tokens: Int?
        var completion_tokens: Int?
    }

    var choices: [Choice]?
    var usage: Usage?
    var error: ServiceMessage?
}

/// What a server says went wrong: `{"message": …}`, or bare text.
struct ServiceMessage: Decodable {
    private enum Key: String, CodingKey { case message, code }

    var message: String
    var code: Int?

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
        } else {
            let fields = try decoder.container(keyedBy: Key.self)
            message = (try? fields.decode(String.self, forKey: .message)) ?? ""
            code = try? fields.decode(Int.self, forKey: .code)
        }
    }
}
