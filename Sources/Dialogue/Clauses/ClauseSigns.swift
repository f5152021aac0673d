// SPDX-License-Identifier: MIT-0

/// The punctuation by which speech is cut.
extension Unicode.Scalar {
    /// Ends a sentence in a script that puts no space behind it, or uses it for nothing else.
    var endsSentenceAlone: Bool {
        switch self {
        case "。", "！", "？", "｡", "．", "।", "॥", "؟", "۔", "።", "։", "။", "។": true
        default: false
        }
    }

    /// Ends a clause without a space behind it.
    var endsClauseAlone: Bool {
        switch self {
        case "，", "、", "；", "：", "､", "—": true
        default: false
        }
    }

    /// Ends a clause if a space follows.
    var endsClauseBeforeSpace: Bool {
        switch self {
        case ",", ";", ":", "،", "؛", "–": true
        default: endsClauseAlone
        }
    }

    /// Closes what was opened before; belongs to the sentence that it ends. Straight quotes open
    /// as well: what stands around them tells.
    var closes: Bool {
        switch self {
        case "\"", "'", "”", "’", "»", "›", ")", "]", "}", "」", "』", "）", "】", "》", "〉", "］",
            "〕", "〗":
            true
        default: false
        }
    }

    /// Stands before the first word of a sentence.
    var opens: Bool {
        switch self {
        case "\"", "'", "“", "‘", "„", "‚", "«", "‹", "(", "[", "{", "「", "『", "（", "【", "《", "¿",
            "¡":
            true
        default: false
        }
    }

    /// Belongs to the scalar before it: a cut in front of it would break a grapheme cluster.
    var extends: Bool {
        value >= 0x300
            && (properties.isGraphemeExtend || properties.generalCategory == .spacingMark
                || value == 0x200D)
    }

    /// About how much speech a scalar is, against one letter of an alphabet.
    var speechUnits: Int { isWide ? 3 : 1 }
}
