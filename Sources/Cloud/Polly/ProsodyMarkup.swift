// SPDX-License-Identifier: MIT-0

/// SSML that makes plain text faster or slower.
struct ProsodyMarkup: Sendable, Equatable {
    /// Of the voice's own pace.
    let percent: Int

    private var opening: String { "<speak><prosody rate=\"\(percent)%\">" }
    private static let closing = "</prosody></speak>"

    /// A document that speaks `text`.
    func enclosed(_ text: some StringProtocol) -> String {
        opening + text.map(Self.escaped).joined() + Self.closing
    }

    /// A character as it stands in a document: XML 1.0's own signs are escaped, and what can't stand
    /// there at all becomes a blank.
    static func escaped(_ character: Character) -> String {
        switch character {
        case "&": return "&amp;"
        case "<": return "&lt;"
        case ">": return "&gt;"
        case "\"": return "&quot;"
        case "'": return "&apos;"
        default:
            let scalars = character.unicodeScalars.map { scalar in
                Character(isAllowed(scalar) ? scalar : " ")
            }
            return String(scalars)
        }
    }

    /// XML 1.0, production 2.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...: true
        default: false
        }
    }

    /// Which byte of `text` the byte at `place` of its document stands for.
    func plainPlace(of place: Int, in text: Substring) -> Int {
        var (left, plain) = (place - opening.utf8.count, 0)
        for character in text {
            let size = Self.escaped(character).utf8.count
            if left < size { return plain + max(0, min(left, character.utf8.count)) }
            left -= size
            plain += character.utf8.count
        }
        return plain
    }
}
