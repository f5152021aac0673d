// SPDX-License-Identifier: MIT-0

/// Percent-encoding as AWS wants it: all but `A-Z a-z 0-9 - . _ ~` becomes `%XX`, in capitals.
package enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let (percent, slash) = (UInt8(ascii: "%"), UInt8(ascii: "/"))

    /// One segment of a path, one name or value of a query: `/` and `:` are encoded too, as in
    /// `/model/{modelId}/converse` where the id is an ARN.
    package static func component(_ text: String) -> String { encode(text.utf8, keepsSlash: false) }

    /// A query in the order given: `a=1&b=`; goes on the wire as it is.
    package static func query(_ items: [(name: String, value: String)]) -> String {
        items.map { component($0.name) + "=" + component($0.value) }.joined(separator: "&")
    }

    /// A whole path; slashes stay.
    static func path(_ text: String) -> String { encode(text.utf8, keepsSlash: true) }

    /// Takes `%XX` back; a `%` that isn't followed by two digits stays as it is.
    static func decode(_ text: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == percent, let high = rest.first.flatMap(digit),
                let low = rest.dropFirst().first.flatMap(digit)
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    static func encode(_ bytes: some Sequence<UInt8>, keepsSlash: Bool) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            if isUnreserved(byte) || keepsSlash && byte == slash {
                text.append(byte)
            } else {
                text += [percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
