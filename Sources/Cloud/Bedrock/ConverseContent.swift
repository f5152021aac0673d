// SPDX-License-Identifier: MIT-0

import Dialogue
import FoundationEssentials
import Transfer

/// The content of Converse's messages: what is shown, then the words.
struct ConverseContent {
    /// Names that documents of the request have; no two may have the same.
    private var names: Set<String> = []

    mutating func blocks(of message: Message) -> [JSONValue] {
        message.attachments.map { block($0) } + [["text": .string(message.text)]]
    }

    private mutating func block(_ attachment: Attachment) -> JSONValue {
        var content: JSONValue = [
            "format": .string(attachment.format.rawValue),
            "source": ["bytes": .string(Data(attachment.bytes).base64EncodedString())],
        ]
        if attachment.kind == .document { content["name"] = .string(name(attachment.name)) }
        return [attachment.kind.rawValue: content]
    }

    /// What Converse lets a document be called: letters, digits, hyphens, brackets, and single
    /// spaces, at most 200 (`DocumentBlock` of the service model). ASCII only: which letters count
    /// isn't said.
    private mutating func name(_ file: String) -> String {
        let allowed = Set("-()[]".unicodeScalars)
        let scalars = file.unicodeScalars.map { scalar -> Character in
            let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || isDigit(scalar))
            return isWord || allowed.contains(scalar) ? Character(scalar) : " "
        }
        let words = String(scalars).split(separator: " ").joined(separator: " ")
        let name = words.isEmpty ? "document" : String(words.prefix(190))
        var unique = name
        var number = 2
        while !names.insert(unique).inserted {
            unique = "\(name) (\(number))"
            number += 1
        }
        return unique
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
