// SPDX-License-Identifier: MIT-0

/// How long silence has to last until a turn is over: shorter where the text reads as complete,
/// longer where something has to follow.
///
/// It learns: a pause after which the speaker went on shows what pauses this speaker makes after such
/// text, and a hold grows beyond nine tenths of them.
package struct HoldPolicy: Sendable, Equatable {
    /// How a hold begins, and between what it stays.
    package struct Range: Sendable, Equatable {
        package let usual, shortest, longest: Duration
    }

    /// Between the turns of strangers about 200 ms pass (Stivers et al., PNAS 106, 2009); pauses
    /// inside of turns are mostly below a second. A recogniser that punctuates, and has put no sign
    /// there, has seen no end of a sentence: then what is unclear is held longer.
    ///
    /// Where something has to follow a hold only grows: pauses in which the turn was cut off aren't
    /// learnt, so that those that are known are too short.
    package static func range(_ completeness: Completeness, punctuates: Bool = false) -> Range {
        switch completeness {
        case .complete:
            Range(
                usual: .milliseconds(250), shortest: .milliseconds(200),
                longest: .milliseconds(600))
        case .unclear where punctuates:
            Range(
                usual: .milliseconds(1200), shortest: .milliseconds(1200),
                longest: .milliseconds(1800))
        case .unclear:
            Range(
                usual: .milliseconds(800), shortest: .milliseconds(500),
                longest: .milliseconds(1300))
        case .open:
            Range(
                usual: .milliseconds(1700), shortest: .milliseconds(1700),
                longest: .milliseconds(2500))
        }
    }

    /// How many pauses of a kind are remembered.
    private static let memory = 20
    /// How many must be known before they count.
    private static let enough = 4
    private static let margin: Duration = .milliseconds(150)

    /// `--hold`: always so long; nothing is learnt.
    private let fixed: Duration?
    /// What a hold is multiplied by that isn't fixed.
    private let patience: Double
    private var pauses: [Completeness: [Duration]] = [:]

    package init(fixed: Duration? = nil, patience: Double = 1) {
        self.fixed = fixed
        self.patience = patience
    }

    /// How long to hold after text that reads so. `punctuates`: whether the recogniser does.
    package func hold(after completeness: Completeness, punctuates: Bool = false) -> Duration {
        if let fixed { return fixed }
        return learnt(completeness, Self.range(completeness, punctuates: punctuates)) * patience
    }

    private func learnt(_ completeness: Completeness, _ range: Range) -> Duration {
        let known = pauses[completeness] ?? []
        guard known.count >= Self.enough else { return range.usual }
        let ninth = known.sorted()[(known.count * 9 + 9) / 10 - 1]
        return min(max(ninth + Self.margin, range.shortest), range.longest)
    }

    /// Notes that the speaker went on after a pause.
    package mutating func noteResumed(after pause: Duration, _ completeness: Completeness) {
        guard fixed == nil, pause >= .milliseconds(100), pause < .seconds(4) else { return }
        pauses[completeness, default: []].append(pause)
        if let count = pauses[completeness]?.count, count > Self.memory {
            pauses[completeness]?.removeFirst()
        }
    }
}
