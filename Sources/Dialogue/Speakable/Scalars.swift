// SPDX-License-Identifier: MIT-0

/// The filters look at one scalar at a time, so that no split of their input can matter, not even
/// one in the middle of a grapheme cluster.
typealias Scalar = Unicode.Scalar

extension Unicode.Scalar {
    /// Ends a line: the mandatory breaks of UAX #14.
    var isLineBreak: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// White space that is not a line break, no-break spaces included.
    var isSpace: Bool {
        value < 0x80 ? value == 0x20 || value == 0x09 : properties.isWhitespace && !isLineBreak
    }

    /// A space that keeps its neighbours together.
    var isGlue: Bool { value == 0xA0 || value == 0x202F || value == 0x2007 }

    var isASCIILetter: Bool { (0x61...0x7A).contains(value | 0x20) }

    var isASCIIDigit: Bool { (0x30...0x39).contains(value) }

    var isASCIIWord: Bool { isASCIILetter || isASCIIDigit }

    var isASCIIPunctuation: Bool {
        (0x21...0x7E).contains(value) && !isASCIIWord
    }

    /// A letter or a number: something that can be spoken.
    var isWord: Bool {
        if value < 0x80 { return isASCIIWord }
        return properties.isAlphabetic || properties.numericType != nil
    }

    /// Of a script that writes about one syllable a sign, without spaces: Han, kana, hangul and
    /// what stands among them.
    var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// In lower case if it is an ASCII capital; anything else stays.
    var asciiLowercased: Unicode.Scalar {
        (0x41...0x5A).contains(value) ? Unicode.Scalar(UInt8(value) | 0x20) : self
    }
}

extension String {
    /// The text of some scalars.
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
