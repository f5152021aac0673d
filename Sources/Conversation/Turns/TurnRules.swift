// SPDX-License-Identifier: MIT-0

extension TurnTaking {
    /// What may be chosen about turns.
    package struct Rules: Sendable, Equatable {
        /// Always hold so long; nil: as the words read, and as the speaker pauses.
        package var hold: Duration?
        /// How many answers may be begun on suspicion in a turn.
        package var tries = 3
        /// Whether who speaks over an answer stops it.
        package var bargesIn = true
        /// After so long in which nobody has spoken the conversation ends; nil: never.
        package var goodbyeAfter: Duration?
        /// What holds that aren't fixed are multiplied by.
        package var patience = 1.0

        package init(
            hold: Duration? = nil, tries: Int = 3, bargesIn: Bool = true,
            goodbyeAfter: Duration? = nil, patience: Double = 1
        ) {
            self.patience = patience
            self.hold = hold
            self.tries = tries
            self.bargesIn = bargesIn
            self.goodbyeAfter = goodbyeAfter
        }
    }
}
