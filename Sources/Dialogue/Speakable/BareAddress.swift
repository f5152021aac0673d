// SPDX-License-Identifier: MIT-0

/// A URL in the running text, which is dropped as it arrives: knows where it ends.
///
/// As GitHub's autolinks do, it leaves the punctuation behind it to the sentence, and a closing
/// parenthesis that was not opened inside.
struct BareAddress: Sendable {
    /// What the scalars that begin a URL are followed by.
    static let schemes = ["https://", "http://", "ftp://", "file://"].map {
        Array($0.unicodeScalars)
    }
    /// Goes alone: the address itself is spoken.
    static let mail = Array("mailto:".unicodeScalars)
    /// Stays, with the name of the host; only a path behind it goes.
    static let web = Array("www.".unicodeScalars)
    /// More punctuation than this is no part of any URL.
    private static let punctuationLimit = 32

    /// Whether `start`, in lower case, is the beginning of any of these.
    static func begins(with start: [Scalar]) -> Bool {
        schemes.contains { $0.starts(with: start) } || mail.starts(with: start)
            || web.starts(with: start)
    }

    private var depth = 0
    /// Punctuation that belongs to the URL only if more of it follows.
    private(set) var held: [Scalar] = []

    /// Takes the next scalar.
    /// - Returns: whether it still may belong to the URL; else `held` and the scalar are text.
    mutating func push(_ scalar: Scalar) -> Bool {
        switch scalar {
        case ".", ",", ";", ":", "!", "?", "'", "*", "_", "~":
            guard held.count < Self.punctuationLimit else { return false }
            held.append(scalar)
            return true
        case "(": depth += 1
        case ")" where depth > 0: depth -= 1
        case ")", "]", "<", ">", "\"", "`", "|", "\n": return false
        case _ where scalar.isSpace: return false
        case _ where scalar.isWide || (0x2010...0x206F).contains(scalar.value): return false
        default: break
        }
        held.removeAll()
        return true
    }
}
