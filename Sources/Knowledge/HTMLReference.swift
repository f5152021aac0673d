// SPDX-License-Identifier: MIT-0

/// Character references of HTML: those by number, and the names of HTML 4's Latin-1 and of the signs
/// that texts are full of. The other 1900 names are mathematics.
enum HTMLReference {
    /// What stands between `&` and `;`.
    static func scalar(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return named[name] }
        let isHex = name.dropFirst().lowercased().hasPrefix("x")
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard let number = UInt32(digits, radix: isHex ? 16 : 10), number > 0 else { return nil }
        return Unicode.Scalar(number)
    }

    /// U+00A0 to U+00FF, in their order (HTML 4.01, 24.2.1).
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
        sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
        Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
        ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
        szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
        iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc \
        uuml yacute thorn yuml
        """

    private static let signs: KeyValuePairs<String, Unicode.Scalar> = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "hellip": "…", "ndash": "–",
        "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”",
        "bdquo": "„", "lsaquo": "‹", "rsaquo": "›", "bull": "•", "euro": "€", "trade": "™",
        "dagger": "†", "larr": "←", "rarr": "→", "le": "≤", "ge": "≥", "ne": "≠", "minus": "−",
        "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "thinsp": "\u{2009}",
        "ensp": "\u{2002}", "emsp": "\u{2003}", "zwnj": "\u{200C}", "zwj": "\u{200D}",
    ]

    private static let named: [String: Unicode.Scalar] = {
        let letters = zip(latin.split(separator: " "), UInt32(0xA0)...).compactMap { name, number in
            Unicode.Scalar(number).map { (String(name), $0) }
        }
        return Dictionary(letters + signs.map { ($0.key, $0.value) }) { $1 }
    }()
}
