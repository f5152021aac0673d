// SPDX-License-Identifier: MIT-0

/// What may be spoken, as a transcriber is told it: `en-US`, `en-US,fr-FR` or `auto`.
package enum SpokenLanguages: Sendable, Equatable, CustomStringConvertible {
    /// Known before.
    case one(Language)
    /// Any of several, two at least; the transcriber finds out.
    case several([Language])
    /// The transcriber finds out among those that are likely.
    case auto

    /// Nil for what is neither `auto` nor tags with commas between them.
    package init?(_ text: String) {
        if text.lowercased() == "auto" {
            self = .auto
            return
        }
        let tags = text.split(separator: ",", omittingEmptySubsequences: false)
        let languages = tags.compactMap { Language(String($0.filter { $0 != " " })) }
        guard languages.count == tags.count, let first = languages.first else { return nil }
        self = languages.count == 1 ? .one(first) : .several(languages)
    }

    /// The one, or the first of several; nil with `auto`.
    package var first: Language? {
        switch self {
        case .one(let language): language
        case .several(let languages): languages.first
        case .auto: nil
        }
    }

    package var description: String {
        switch self {
        case .one(let language): language.tag
        case .several(let languages): languages.map(\.tag).joined(separator: ",")
        case .auto: "auto"
        }
    }
}
