// SPDX-License-Identifier: MIT-0

/// Finds out what a `[` begins: a link, a footnote mark, a task box, a definition or plain text.
///
/// Takes the scalars behind the bracket, one by one, until it knows.
struct LinkScanner: Sendable {
    /// The longest label of a link; a longer bracket is text.
    static let labelLimit = 200
    /// The longest target that is held back. What is longer is no text that anybody could speak:
    /// it is taken for a target and dropped as it arrives.
    static let targetLimit = 600

    enum Verdict {
        case undecided
        /// Plain text: everything is to be read again, without this bracket.
        case text
        /// The label is what is spoken. The last scalar belongs to the link.
        case link
        /// The label is spoken; the target goes on with so many open parentheses.
        case longTarget(Int)
        /// Nothing is spoken; whether the last scalar is part of it.
        case nothing(includingLast: Bool)
        /// Nothing is spoken of the rest of the line either.
        case definition
    }

    private enum Place {
        case label(Int), labelEnd, reference
        case lead, angle, bare(Int), trail, title(Scalar)
        case definitionLead, definitionTarget, definitionTrail
    }

    /// Everything that was taken.
    private(set) var taken: [Scalar] = []
    private(set) var label: [Scalar] = []
    /// Whether a `!` stands before the bracket.
    let isImage: Bool
    private let isAtLineStart: Bool
    private let mayRefer: Bool
    private var place = Place.label(1)
    private var isEscaped = false
    private var target: [Scalar] = []

    /// `mayRefer`: whether `[label][reference]` is a link here, and not an index (`a[i][j]`).
    init(isImage: Bool, isAtLineStart: Bool, mayRefer: Bool) {
        self.isImage = isImage
        self.isAtLineStart = isAtLineStart
        self.mayRefer = mayRefer
    }

    private var isFootnote: Bool { label.first == "^" && label.count > 1 }

    private var isTaskBox: Bool {
        isAtLineStart && (label == [" "] || label == ["x"] || label == ["X"])
    }

    mutating func push(_ scalar: Scalar) -> Verdict {
        taken.append(scalar)
        if scalar == "\n" { return atEnd() }
        switch place {
        case .label(let depth): return pushLabel(scalar, depth)
        case .labelEnd: return pushLabelEnd(scalar)
        case .reference:
            if scalar == "]" { return .link }
            return taken.count > label.count + Self.labelLimit ? .text : .undecided
        case .lead, .angle, .bare, .trail, .title: return pushTarget(scalar)
        case .definitionLead, .definitionTarget, .definitionTrail: return pushDefinition(scalar)
        }
    }

    /// Decides when the line ends here. The line break itself belongs to nothing.
    func atEnd() -> Verdict {
        switch place {
        case .labelEnd where isFootnote || isTaskBox: .nothing(includingLast: false)
        // An answer that was cut off in mid-link.
        case .bare where isAddress: .link
        case .definitionTarget where isAddress, .definitionTrail: .definition
        default: .text
        }
    }

    private mutating func pushLabel(_ scalar: Scalar, _ depth: Int) -> Verdict {
        if isEscaped || scalar == "\\" {
            isEscaped.toggle()
        } else if scalar == "[" {
            place = .label(depth + 1)
        } else if scalar == "]" {
            place = depth == 1 ? .labelEnd : .label(depth - 1)
            if depth == 1 { return .undecided }
        }
        label.append(scalar)
        return label.count > Self.labelLimit ? .text : .undecided
    }

    private mutating func pushLabelEnd(_ scalar: Scalar) -> Verdict {
        if isFootnote { return .nothing(includingLast: isAtLineStart && scalar == ":") }
        switch scalar {
        case "(": place = .lead
        case ":" where isAtLineStart: place = .definitionLead
        case "[" where mayRefer: place = .reference
        default: return isTaskBox && scalar.isSpace ? .nothing(includingLast: true) : .text
        }
        return .undecided
    }

    // MARK: (target "title")

    private mutating func pushTarget(_ scalar: Scalar) -> Verdict {
        switch (place, scalar) {
        case (.lead, _) where scalar.isSpace: break
        case (.lead, "<"): place = .angle
        case (.lead, ")"), (.bare(0), ")"), (.trail, ")"): return .link
        case (.lead, "("): place = .bare(1)
        case (.angle, ">"): place = .trail
        case (.bare, _) where scalar.isSpace: place = .trail
        case (.bare(let depth), "("): place = .bare(depth + 1)
        case (.bare(let depth), ")"): place = .bare(depth - 1)
        case (.trail, _) where scalar.isSpace: break
        case (.trail, "\""), (.trail, "'"): place = .title(scalar)
        case (.trail, "("): place = .title(")")
        case (.trail, _): return .text
        case (.title(let close), _): if scalar == close { place = .trail }
        case (.lead, _): place = .bare(0)
        default: break
        }
        if case .bare = place { target.append(scalar) }
        guard taken.count > label.count + Self.targetLimit else { return .undecided }
        if case .bare(let depth) = place { return .longTarget(depth) }
        return .text
    }

    // MARK: : target "title"

    private mutating func pushDefinition(_ scalar: Scalar) -> Verdict {
        switch place {
        case .definitionLead where scalar.isSpace: break
        case .definitionLead:
            place = .definitionTarget
            target.append(scalar)
        case .definitionTarget where scalar.isSpace:
            if !isAddress { return .text }
            place = .definitionTrail
        case .definitionTarget:
            target.append(scalar)
            if target.count > Self.targetLimit { return .definition }
        case .definitionTrail where scalar.isSpace: break
        default: return scalar == "\"" || scalar == "'" || scalar == "(" ? .definition : .text
        }
        return taken.count > label.count + Self.targetLimit + 50 ? .text : .undecided
    }

    /// Whether the target can't be a word: it has a scheme, a path or a domain.
    private var isAddress: Bool {
        guard let first = target.first, target.count > 1 else { return false }
        if first == "<" || first == "/" || first == "#" { return true }
        return target.dropLast().contains { $0 == "/" || $0 == "." || $0 == ":" }
    }
}
