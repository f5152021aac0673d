// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Checks what a persona's file says, once and all of it: what is for other models too, so that a
/// slip of the pen does not wait for the day on which that model is asked.
struct PersonaFields {
    /// As the manual page has them.
    static let known = [
        "description", "language", "messages", "parameters", "system", "voice",
    ]
    private static let parameters = ["max_tokens", "stop", "temperature", "top_p"]

    let file: String
    let providers: Set<String>

    /// Checks the whole of a file.
    func check(_ persona: JSONValue) throws(PersonaError) {
        for (key, value) in try fields(of: persona, at: []) {
            if Self.known.contains(key) {
                try check(key, value, at: [key], mayBeNull: false)
            } else if providers.contains(key) {
                try check(provider: value, at: [key])
            } else {
                throw unknown(key, at: [], known: Self.known + ["a provider's name"])
            }
        }
    }

    /// What is for one provider's models: fields, and families of models with fields of their own.
    private func check(provider: JSONValue, at path: [String]) throws(PersonaError) {
        for (key, value) in try fields(of: provider, at: path) {
            if Self.known.contains(key) {
                try check(key, value, at: path + [key], mayBeNull: true)
                continue
            }
            // Any object may be a family's.
            guard value.fields != nil else {
                throw unknown(key, at: path, known: Self.known + ["a family of models"])
            }
            for (field, value) in try fields(of: value, at: path + [key]) {
                guard Self.known.contains(field) else {
                    throw unknown(field, at: path + [key], known: Self.known)
                }
                try check(field, value, at: path + [key, field], mayBeNull: true)
            }
        }
    }

    private func check(
        _ key: String, _ value: JSONValue, at path: [String], mayBeNull: Bool
    ) throws(PersonaError) {
        if mayBeNull, value == .null { return }
        switch key {
        case "parameters":
            for (name, value) in try fields(of: value, at: path) {
                try check(parameter: name, value, at: path, mayBeNull)
            }
        case "messages": _ = try messages(value, at: path)
        case "language":
            guard Language(try text(value, at: path)) != nil else {
                throw wrong(path, "must be a language tag such as en-US or de")
            }
        default: _ = try text(value, at: path)
        }
    }

    private func check(
        parameter name: String, _ value: JSONValue, at path: [String], _ mayBeNull: Bool
    ) throws(PersonaError) {
        guard Self.parameters.contains(name) else {
            throw unknown(name, at: path, known: Self.parameters)
        }
        switch (name, value) {
        case (_, .null) where mayBeNull: break
        case ("max_tokens", .integer(let number)) where number > 0: break
        case ("max_tokens", _): throw wrong(path + [name], "must be a whole number above 0")
        case ("stop", .string(let text)) where !text.isEmpty: break
        case ("stop", .array(let items)):
            for item in items where try text(item, at: path + [name]).isEmpty {
                throw wrong(path + [name], "must not be empty")
            }
        case ("stop", _): throw wrong(path + [name], "must be a text or a list of texts")
        // As the options have it.
        case ("temperature", _): try check(value, at: path + [name], in: 0...2)
        default: try check(value, at: path + [name], in: 0...1)
        }
    }

    private func check(
        _ value: JSONValue, at path: [String], in range: ClosedRange<Double>
    ) throws(PersonaError) {
        let number: Double? =
            switch value {
            case .integer(let number): Double(number)
            case .number(let number): number
            default: nil
            }
        guard let number, range.contains(number) else {
            throw wrong(
                path, "must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
    }

    /// Examples: the user's first, the assistant's last, by turns, none of them empty.
    func messages(_ value: JSONValue, at path: [String]) throws(PersonaError) -> [Message] {
        guard case .array(let items) = value else {
            throw wrong(
                path, #"must be a list of {"role": "user" or "assistant", "content": TEXT}"#)
        }
        var messages: [Message] = []
        for (index, item) in items.enumerated() {
            let place = path.dropLast() + ["\(path.last ?? "")[\(index)]"]
            let fields = try fields(of: item, at: Array(place))
            if let key = fields.keys.sorted().first(where: { !["role", "content"].contains($0) }) {
                throw unknown(key, at: Array(place), known: ["content", "role"])
            }
            let expected: Message.Role = index % 2 == 0 ? .user : .assistant
            guard case .string(expected.rawValue)? = fields["role"] else {
                throw wrong(
                    place + ["role"],
                    "must be \"\(expected.rawValue)\": messages begin with the user's and take turns"
                )
            }
            let content = try text(fields["content"] ?? .null, at: place + ["content"])
            guard content.contains(where: { !$0.isWhitespace }) else {
                throw wrong(place + ["content"], "must not be empty")
            }
            messages.append(Message(expected, content))
        }
        guard messages.count % 2 == 0 else { throw wrong(path, "must end with the assistant's") }
        return messages
    }

    private func fields(
        of value: JSONValue, at path: [String]
    ) throws(PersonaError) -> [String: JSONValue] {
        guard let fields = value.fields else { throw wrong(path, "must be an object") }
        return fields
    }

    private func text(
        _ value: JSONValue, at path: some Collection<String>
    ) throws(PersonaError) -> String {
        guard case .string(let text) = value else { throw wrong(path, "must be a text") }
        return text
    }

    private func unknown(_ key: String, at path: [String], known: [String]) -> PersonaError {
        let place = path.isEmpty ? "" : "in '\(path.joined(separator: "."))': "
        return .invalid(
            file: file,
            problem: "\(place)unknown key '\(key)'; known are \(known.joined(separator: ", "))")
    }

    private func wrong(_ path: some Collection<String>, _ problem: String) -> PersonaError {
        let subject = path.isEmpty ? "the whole" : "'\(path.joined(separator: "."))'"
        return .invalid(file: file, problem: "\(subject) \(problem)")
    }
}
