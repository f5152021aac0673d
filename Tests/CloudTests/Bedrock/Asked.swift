// SPDX-License-Identifier: MIT-0

import Cloud
import Dialogue
import Transfer

@testable import Settings

/// Requests as tests make them.
func ask(
    _ turns: String..., system: String? = nil, options: GenerationOptions = .init()
) -> ReplyRequest {
    let messages = turns.enumerated().map { index, text in
        Message(index % 2 == 0 ? .user : .assistant, text)
    }
    return ReplyRequest(system: system, messages: messages, options: options)
}

/// A body that is to be sent, as JSON that was written and read again.
func body(
    _ model: String, _ api: BedrockAPI = .invoke, _ request: ReplyRequest = ask("hi"),
    config: String = "", parameters: [String] = []
) throws -> JSONValue {
    let call = try BedrockCall(
        model: model, api: api, config: try configuration(config), parameters: parameters)
    return try JSONValue(parsing: try call.body(for: request).encoded())
}

func configuration(_ text: String) throws -> ConfigFile {
    ConfigFile(path: "config", document: try INIDocument(text, file: "config"))
}
