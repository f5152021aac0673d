// SPDX-License-Identifier: MIT-0

/// Removes emoji, pictographs and control characters, and tidies white space: no space at the
/// beginning of a line, no empty lines, never two spaces.
///
/// Emoji are scalars with the Unicode property Emoji (UTS #51) from U+2123 on, and what joins,
/// colours or varies them. Digits stay, also those of a keycap; so do ©, ®, ™, ‼ and ⁉.
struct SpokenSigns: Sendable {
    private enum Last { case lineBreak, space, text }

    private var last = Last.lineBreak
    /// A pictograph was removed since the last scalar that went out.
    private var isBehindPictograph = false
    /// A `#` or `*` that may turn out to be a keycap.
    private var held: Scalar?

    mutating func push(_ scalar: Scalar, into output: inout String.UnicodeScalarView) {
        if let sign = held {
            held = nil
            if scalar.value == 0xFE0F || scalar.value == 0x20E3 { return }
            write(sign, into: &output)
        }
        switch scalar {
        case "\n":
            if last != .lineBreak { output.append("\n") }
            last = .lineBreak
            isBehindPictograph = false
        case "#", "*": held = scalar
        case "\u{FEFF}", "\u{FE0E}", "\u{FE0F}", "\u{20E3}", "\u{E0020}"..."\u{E007F}": break
        case "\u{200D}" where isBehindPictograph: break
        case _ where Self.isPictograph(scalar): isBehindPictograph = true
        case _ where scalar.isSpace && !scalar.isGlue:
            if last == .text { output.append(" ") }
            if last == .text { last = .space }
        case _ where scalar.properties.generalCategory == .control: break
        default: write(scalar, into: &output)
        }
    }

    mutating func finish(into output: inout String.UnicodeScalarView) {
        if let sign = held { write(sign, into: &output) }
        self = SpokenSigns()
    }

    /// Two words that only an emoji kept apart must not become one.
    private mutating func write(_ scalar: Scalar, into output: inout String.UnicodeScalarView) {
        if isBehindPictograph, last == .text, scalar.isWord { output.append(" ") }
        output.append(scalar)
        last = .text
        isBehindPictograph = false
    }

    private static func isPictograph(_ scalar: Scalar) -> Bool {
        switch scalar.value {
        case ...0x2122: false
        case 0x1F000...0x1FAFF: true
        // Ornaments that models use like emoji: ✓ ✗ ✘ ★ ☆ ☐ ☑ ☒.
        case 0x2713, 0x2717, 0x2718, 0x2605, 0x2606, 0x2610...0x2612: true
        default: scalar.properties.isEmoji
        }
    }
}
